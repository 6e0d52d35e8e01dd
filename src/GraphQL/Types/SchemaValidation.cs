using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// What must hold between the types of a schema, whatever text they came from.
/// Source: the "Type Validation" parts of https://spec.graphql.org/September2025/#sec-Type-System
/// </summary>
internal static class SchemaValidation
{
    public static void Validate(SchemaAssembly assembly, List<string> faults)
    {
        ValidateRoots(assembly, faults);
        foreach (var directive in assembly.Directives.Where(d => !assembly.IsBuiltIn(d.ToString())))
        {
            ValidateName(directive.Name, faults);
            foreach (var argument in directive.ArgumentMap.Values)
                ValidateInput(argument, "argument", faults);
        }

        DirectiveCycles.Validate(assembly, faults);
        InputObjectCycles.Validate(assembly, faults);
        DefaultValueCycles.Validate(assembly, faults);
        foreach (var type in assembly.Types.Where(t => !assembly.IsBuiltIn(t.Name)))
        {
            ValidateName(type.Name, faults);
            switch (type)
            {
                case FieldsType t:
                    ValidateFields(t, faults);
                    InterfaceRules.Validate(t, faults);
                    break;
                case UnionType t when !assembly.NamesMembers(t):
                    faults.Add($"Union type {type} must define one or more member types.");
                    break;
                case EnumType t:
                    if (t.ValueMap.Count == 0)
                        faults.Add($"Enum type {type} must define one or more values.");
                    foreach (var value in t.ValueMap.Keys)
                        ValidateName(value, faults);
                    break;
                case InputObjectType t:
                    ValidateInputObject(t, faults);
                    break;
            }
        }

        foreach (var input in AllInputs(assembly))
            ValidateDefault(input, faults);
    }

    private static void ValidateRoots(SchemaAssembly assembly, List<string> faults)
    {
        if (assembly.Root(OperationType.Query) is null)
            faults.Add("Query root type must be provided.");
        var used = new Dictionary<NamedType, OperationType>();
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            if (assembly.Root(operation) is not { } root)
                continue;
            if (root is not ObjectType)
            {
                var condition = operation == OperationType.Query ? "" : " if provided";
                faults.Add($"{operation} root type must be Object type{condition}, it cannot be {root}.");
            }
            else if (!used.TryAdd(root, operation))
            {
                faults.Add($"All root types must be different, \"{root}\" type is used as {Keyword(used[root])} and {Keyword(operation)} root types.");
            }
        }
    }

    private static string Keyword(OperationType operation) => operation.ToString().ToLowerInvariant();

    private static void ValidateFields(FieldsType type, List<string> faults)
    {
        if (type.FieldMap.Count == 0)
            faults.Add($"Type {type} must define one or more fields.");
        foreach (var field in type.FieldMap.Values)
        {
            ValidateName(field.Name, faults);
            if (!field.Type.IsOutput)
                faults.Add($"The type of {field} must be Output Type but got: {field.Type}.");
            foreach (var argument in field.ArgumentMap.Values)
                ValidateInput(argument, "argument", faults);
        }
    }

    private static void ValidateInputObject(InputObjectType type, List<string> faults)
    {
        if (type.FieldMap.Count == 0)
            faults.Add($"Input Object type {type} must define one or more fields.");
        foreach (var field in type.FieldMap.Values)
        {
            ValidateInput(field, "input field", faults);
            if (!type.IsOneOf)
                continue;
            if (field.Type.IsNonNull)
                faults.Add($"OneOf input field {field} must be nullable.");
            if (field.DefaultValue is not null)
                faults.Add($"OneOf input field {field} cannot have a default value.");
        }
    }

    private static void ValidateInput(InputValueDefinition input, string what, List<string> faults)
    {
        ValidateName(input.Name, faults);
        if (!input.Type.IsInput)
            faults.Add($"The type of {input} must be Input Type but got: {input.Type}.");
        if (input is { IsRequired: true, DeprecationReason: not null })
            faults.Add($"Required {what} {input} cannot be deprecated.");
    }

    private static void ValidateDefault(InputValueDefinition input, List<string> faults)
    {
        if (input.DefaultValue is null || !input.Type.IsInput)
            return;
        InputCoercion.Literal(input.DefaultValue, input.Type, variables: null, (message, path, _) =>
            faults.Add($"{input} has invalid default value{ResponsePath.Print(path)}: {message}"));
    }

    private static void ValidateName(string name, List<string> faults)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
            faults.Add($"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.");
    }

    private static IEnumerable<InputValueDefinition> AllInputs(SchemaAssembly assembly) =>
        assembly.Types.OfType<FieldsType>().SelectMany(t => t.FieldMap.Values).SelectMany(f => f.ArgumentMap.Values)
            .Concat(assembly.Types.OfType<InputObjectType>().SelectMany(t => t.FieldMap.Values))
            .Concat(assembly.Directives.SelectMany(d => d.ArgumentMap.Values));
}
