using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// What must hold between the definitions of a schema before types are made of them: names are unique and known, extensions extend
/// something of their kind, directives are known, in place and given their arguments. The order of definitions does not matter.
/// </summary>
internal sealed partial class DefinitionRules
{
    private static readonly string[] RootNames = ["Query", "Mutation", "Subscription"];

    private readonly List<string> faults;
    private readonly Dictionary<string, TypeDefinitionNode> defined = new(StringComparer.Ordinal);
    private readonly List<string> builtIn = [.. BuiltInScalars.Names];
    private readonly Dictionary<string, DirectiveDefinitionNode> directives = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> namesByOwner = new(StringComparer.Ordinal);
    private string slice = "";

    private DefinitionRules(IReadOnlyList<SliceDefinition> definitions, IReadOnlyList<DefinitionNode> builtIns, List<string> faults)
    {
        this.faults = faults;
        foreach (var node in builtIns.Concat(definitions.Select(d => d.Node)).OfType<DirectiveDefinitionNode>())
            directives[node.Name.Value] = node;
        builtIn.AddRange(builtIns.OfType<TypeDefinitionNode>().Select(t => t.Name.Value));
        foreach (var node in definitions.Select(d => d.Node).OfType<TypeDefinitionNode>().Where(t => !t.IsExtension))
            defined[node.Name.Value] = node;
        // Slices may extend a root type that no slice defines: there would be nothing to say in such a definition.
        foreach (var node in definitions.Select(d => d.Node).OfType<ObjectTypeDefinitionNode>().Where(t => RootNames.Contains(t.Name.Value, StringComparer.Ordinal)))
            defined.TryAdd(node.Name.Value, node);
    }

    public static void Validate(IReadOnlyList<SliceDefinition> definitions, IReadOnlyList<DefinitionNode> builtIns, List<string> faults)
    {
        var rules = new DefinitionRules(definitions, builtIns, faults);
        foreach (var (node, slice) in definitions)
        {
            rules.slice = slice;
            rules.Definition(node);
        }
    }

    private void Definition(DefinitionNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode schema:
                SchemaDefinition(schema);
                break;
            case TypeDefinitionNode type:
                TypeDefinition(type);
                break;
            case DirectiveDefinitionNode directive:
                if (!Names("directives").Add(directive.Name.Value))
                    Fault($"There can be only one directive named \"@{directive.Name.Value}\".", directive.Name);
                ArgumentDefinitions(directive.Arguments, $"@{directive.Name.Value}");
                break;
            default:
                Fault("A schema cannot hold operations or fragments.", node);
                break;
        }
    }

    private void SchemaDefinition(SchemaDefinitionNode schema)
    {
        if (!schema.IsExtension && !Names("schema").Add("schema"))
            Fault("Must provide only one schema definition.", schema);
        foreach (var root in schema.OperationTypes)
        {
            var operation = root.Operation.ToString().ToLowerInvariant();
            if (!Names("roots").Add(operation))
                Fault($"There can be only one {operation} type in schema.", root);
            Known(root.Type);
        }

        Directives(schema.Directives, "SCHEMA", Names("directives of the schema"));
    }

    private void TypeDefinition(TypeDefinitionNode node)
    {
        var name = node.Name.Value;
        if (node.IsExtension)
            Extension(node);
        else if (!Names("types").Add(name) || builtIn.Contains(name, StringComparer.Ordinal))
            Fault($"There can be only one type named \"{name}\".", node.Name);
        // Definition and extensions of one type are one location.
        Directives(node.Directives, Location(node), Names("directives of " + name));
        switch (node)
        {
            case ObjectTypeDefinitionNode n:
                References(n.Interfaces);
                Fields(name, n.Fields);
                break;
            case InterfaceTypeDefinitionNode n:
                References(n.Interfaces);
                Fields(name, n.Fields);
                break;
            case UnionTypeDefinitionNode n:
                References(n.Types);
                break;
            case EnumTypeDefinitionNode n:
                EnumValues(name, n.Values);
                break;
            case InputObjectTypeDefinitionNode n:
                foreach (var field in n.Fields)
                {
                    Unique(name, field.Name);
                    InputDefinition(field, "INPUT_FIELD_DEFINITION");
                }

                break;
        }
    }

    private void Extension(TypeDefinitionNode extension)
    {
        var name = extension.Name.Value;
        if (!defined.TryGetValue(name, out var node))
            Fault($"Cannot extend type \"{name}\" because it is not defined.{Suggestions.DidYouMean(Suggestions.For(name, defined.Keys))}", extension.Name);
        else if (node.GetType() != extension.GetType())
            Fault($"Cannot extend non-{Location(extension).ToLowerInvariant().Replace('_', ' ')} type \"{name}\".", extension);
    }

    private void Fields(string type, IReadOnlyList<FieldDefinitionNode> fields)
    {
        foreach (var field in fields)
        {
            Unique(type, field.Name);
            Reference(field.Type);
            ArgumentDefinitions(field.Arguments, $"{type}.{field.Name.Value}");
            Directives(field.Directives, "FIELD_DEFINITION");
        }
    }

    private void Unique(string type, NameNode field)
    {
        if (!Names("fields of " + type).Add(field.Value))
            Fault($"Field \"{type}.{field.Value}\" can only be defined once.", field);
    }

    private void EnumValues(string type, IReadOnlyList<EnumValueDefinitionNode> values)
    {
        foreach (var value in values)
        {
            if (!Names("values of " + type).Add(value.Name.Value))
                Fault($"Enum value \"{type}.{value.Name.Value}\" can only be defined once.", value.Name);
            Directives(value.Directives, "ENUM_VALUE");
        }
    }

    private void ArgumentDefinitions(IReadOnlyList<InputValueDefinitionNode> arguments, string owner)
    {
        foreach (var repeated in arguments.GroupBy(a => a.Name.Value, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            Fault($"Argument \"{owner}({repeated.Key}:)\" can only be defined once.", repeated.ElementAt(1).Name);
        foreach (var argument in arguments)
            InputDefinition(argument, "ARGUMENT_DEFINITION");
    }

    private void InputDefinition(InputValueDefinitionNode input, string location)
    {
        Reference(input.Type);
        if (input.DefaultValue is not null)
            Value(input.DefaultValue);
        Directives(input.Directives, location);
    }

    private void References(IReadOnlyList<NamedTypeNode> types)
    {
        foreach (var type in types)
            Known(type);
    }

    private void Reference(TypeNode type)
    {
        switch (type)
        {
            case NonNullTypeNode n:
                Reference(n.OfType);
                break;
            case ListTypeNode n:
                Reference(n.OfType);
                break;
            case NamedTypeNode n:
                Known(n);
                break;
        }
    }

    private void Known(NamedTypeNode type)
    {
        var name = type.Name.Value;
        if (!defined.ContainsKey(name) && !builtIn.Contains(name, StringComparer.Ordinal))
            Fault($"Unknown type \"{name}\".{Suggestions.DidYouMean(Suggestions.For(name, builtIn.Concat(defined.Keys)))}", type);
    }

    private HashSet<string> Names(string owner)
    {
        if (!namesByOwner.TryGetValue(owner, out var names))
            namesByOwner.Add(owner, names = new HashSet<string>(StringComparer.Ordinal));
        return names;
    }

    private void Fault(string message, Node at) => faults.Add(SliceDefinition.Placed(message, slice, at.Location));
}
