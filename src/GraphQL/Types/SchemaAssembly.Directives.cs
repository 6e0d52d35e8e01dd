using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

// What the built-in directives mean, and whether the values given to any directive fit.
internal sealed partial class SchemaAssembly
{
    private void ApplyDirectives(DefinitionNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode n:
                CheckValues(n.Directives);
                break;
            case DirectiveDefinitionNode n:
                ApplyToInputs(n.Arguments, directives[n.Name.Value].ArgumentMap);
                break;
            case TypeDefinitionNode n:
                ApplyToType(n, types[n.Name.Value]);
                break;
        }
    }

    private void ApplyToType(TypeDefinitionNode node, NamedType type)
    {
        CheckValues(node.Directives);
        type.AppliedDirectives = [.. type.AppliedDirectives, .. node.Directives];
        switch (node)
        {
            case ScalarTypeDefinitionNode when StringArgument(node.Directives, "specifiedBy", "url") is { } url:
                ((ScalarType)type).SpecifiedByUrl = url;
                break;
            case ObjectTypeDefinitionNode n:
                ApplyToFields(n.Fields, (FieldsType)type);
                break;
            case InterfaceTypeDefinitionNode n:
                ApplyToFields(n.Fields, (FieldsType)type);
                break;
            case EnumTypeDefinitionNode n:
                foreach (var value in n.Values)
                    ((EnumType)type).ValueMap[value.Name.Value].DeprecationReason = Deprecation(value.Directives);
                break;
            case InputObjectTypeDefinitionNode n:
                ApplyToInputObject(n, (InputObjectType)type);
                break;
        }
    }

    private void ApplyToInputObject(InputObjectTypeDefinitionNode node, InputObjectType input)
    {
        if (Named(node.Directives, "oneOf") is { } oneOf)
        {
            if (node.IsExtension)
                Fault($"Directive \"@oneOf\" may not be added to \"{input.Name}\" by an extension.", oneOf);
            else
                input.IsOneOf = true;
        }

        ApplyToInputs(node.Fields, input.FieldMap);
    }

    private void ApplyToFields(IReadOnlyList<FieldDefinitionNode> nodes, FieldsType type)
    {
        foreach (var node in nodes)
        {
            var field = type.FieldMap[node.Name.Value];
            field.DeprecationReason = Deprecation(node.Directives);
            ApplyToInputs(node.Arguments, field.ArgumentMap);
        }
    }

    private void ApplyToInputs(IReadOnlyList<InputValueDefinitionNode> nodes, OrderedDictionary<string, InputValueDefinition> values)
    {
        foreach (var node in nodes)
            values[node.Name.Value].DeprecationReason = Deprecation(node.Directives);
    }

    private string? Deprecation(IReadOnlyList<DirectiveNode> nodes)
    {
        CheckValues(nodes);
        return Named(nodes, "deprecated") is null ? null : StringArgument(nodes, "deprecated", "reason") ?? "No longer supported";
    }

    private void CheckValues(IReadOnlyList<DirectiveNode> nodes)
    {
        foreach (var argument in nodes.SelectMany(node => node.Arguments, (node, argument) => (directives[node.Name.Value].ArgumentMap[argument.Name.Value], argument.Value)))
        {
            var (definition, value) = argument;
            if (definition.Type.IsInput)
            {
                InputCoercion.Literal(value, definition.Type, variables: null, (message, path, at) =>
                    Fault($"Argument \"{definition}\" has invalid value{ResponsePath.Print(path)}: {message}", at ?? value));
            }
        }
    }

    private static DirectiveNode? Named(IReadOnlyList<DirectiveNode> nodes, string name) =>
        nodes.FirstOrDefault(node => string.Equals(node.Name.Value, name, StringComparison.Ordinal));

    private static string? StringArgument(IReadOnlyList<DirectiveNode> nodes, string directive, string argument) =>
        (Named(nodes, directive)?.Arguments.FirstOrDefault(a => string.Equals(a.Name.Value, argument, StringComparison.Ordinal))?.Value as StringValueNode)?.Value;
}
