using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// Gathers definitions and extensions and makes types of them. What cannot be made is reported and left out, so that one
/// run finds every fault. Checks here what only the SDL shows: duplicates, unknown names, extensions that do not fit.
/// </summary>
internal sealed partial class SchemaAssembly(List<string> faults)
{
    private readonly List<(DefinitionNode Node, string Slice)> definitions = [];
    private readonly OrderedDictionary<string, NamedType> types = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, DirectiveDefinition> directives = new(StringComparer.Ordinal);
    private readonly HashSet<string> builtIn = new(StringComparer.Ordinal);
    private readonly Dictionary<OperationType, string> roots = [];
    private string slice = "";
    private string? description;
    private bool hasSchemaDefinition;

    public IEnumerable<NamedType> Types => types.Values;

    public IEnumerable<DirectiveDefinition> Directives => directives.Values;

    public bool IsBuiltIn(string name) => builtIn.Contains(name);

    public NamedType? Find(string name) => types.GetValueOrDefault(name);

    public DirectiveDefinition? FindDirective(string name) => directives.GetValueOrDefault(name);

    public NamedType? Root(OperationType operation) => roots.TryGetValue(operation, out var name) ? Find(name) : null;

    public void Add(DefinitionNode node, string slice) => definitions.Add((node, slice));

    public void AddBuiltIn(DefinitionNode node)
    {
        definitions.Add((node, "introspection "));
        builtIn.Add(node switch
        {
            TypeDefinitionNode type => type.Name.Value,
            DirectiveDefinitionNode directive => "@" + directive.Name.Value,
            _ => "",
        });
    }

    public void Assemble()
    {
        foreach (var name in BuiltInScalars.Names)
        {
            types.Add(name, BuiltInScalars.Create(name));
            builtIn.Add(name);
        }

        foreach (var (node, at) in definitions)
        {
            slice = at;
            Declare(node);
        }

        foreach (var (node, at) in definitions)
        {
            slice = at;
            if (node is TypeDefinitionNode { IsExtension: true } extension)
                CheckExtension(extension);
        }

        // Definitions first: what an extension adds comes after what it extends, whatever the order of the slices.
        foreach (var (node, at) in definitions.OrderBy(d => d.Node is TypeSystemDefinitionNode { IsExtension: true }))
        {
            slice = at;
            Fill(node);
        }

        FindRoots();
        foreach (var (node, at) in definitions)
        {
            slice = at;
            ApplyDirectives(node);
        }
    }

    public Schema ToSchema()
    {
        var own = types.Values.Where(t => !IsBuiltIn(t.Name)).Concat(types.Values.Where(t => IsBuiltIn(t.Name))).ToList();
        var hasOwnRootNames = description is not null || roots.Any(root => !string.Equals(root.Value, root.Key.ToString(), StringComparison.Ordinal))
            || Enum.GetValues<OperationType>().Any(o => !roots.ContainsKey(o) && types.ContainsKey(o.ToString()));
        return new Schema(
            description,
            own,
            [.. directives.Values.Where(d => !IsBuiltIn(d.ToString())), .. directives.Values.Where(d => IsBuiltIn(d.ToString()))],
            Root(OperationType.Query) as ObjectType,
            Root(OperationType.Mutation) as ObjectType,
            Root(OperationType.Subscription) as ObjectType,
            hasOwnRootNames);
    }

    private void Declare(DefinitionNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode { IsExtension: false } schema:
                if (hasSchemaDefinition)
                    Fault("Must provide only one schema definition.", schema);
                hasSchemaDefinition = true;
                description = schema.Description?.Value;
                break;
            case TypeDefinitionNode { IsExtension: false } type:
                if (!types.TryAdd(type.Name.Value, Shell(type)))
                    Fault($"There can be only one type named \"{type.Name.Value}\".", type.Name);
                break;
            // A slice may extend a root type that no slice defines: there is nothing to say in such a definition.
            case ObjectTypeDefinitionNode { IsExtension: true, Name.Value: "Query" or "Mutation" or "Subscription" } root
                when !definitions.Exists(d => d.Node is TypeDefinitionNode { IsExtension: false } t
                    && string.Equals(t.Name.Value, root.Name.Value, StringComparison.Ordinal)):
                types.TryAdd(root.Name.Value, Shell(root));
                break;
            case DirectiveDefinitionNode directive:
                var isNew = directives.TryAdd(directive.Name.Value, new DirectiveDefinition(directive.Name.Value)
                {
                    Description = directive.Description?.Value,
                    IsRepeatable = directive.Repeatable,
                    Locations = [.. directive.Locations.Select(l => l.Value)],
                });
                if (!isNew)
                    Fault($"There can be only one directive named \"@{directive.Name.Value}\".", directive.Name);
                break;
            case OperationDefinitionNode or FragmentDefinitionNode:
                Fault("A schema cannot hold operations or fragments.", node);
                break;
        }
    }

    private static NamedType Shell(TypeDefinitionNode node)
    {
        NamedType type = node switch
        {
            ScalarTypeDefinitionNode => new ScalarType(node.Name.Value),
            ObjectTypeDefinitionNode => new ObjectType(node.Name.Value),
            InterfaceTypeDefinitionNode => new InterfaceType(node.Name.Value),
            UnionTypeDefinitionNode => new UnionType(node.Name.Value),
            EnumTypeDefinitionNode => new EnumType(node.Name.Value),
            _ => new InputObjectType(node.Name.Value),
        };
        type.Description = node.Description?.Value;
        return type;
    }

    private void CheckExtension(TypeDefinitionNode extension)
    {
        var name = extension.Name.Value;
        if (!types.TryGetValue(name, out var type))
        {
            Fault($"Cannot extend type \"{name}\" because it is not defined.{Suggestions.DidYouMean(Suggestions.For(name, types.Keys))}", extension.Name);
            return;
        }

        var (kind, fits) = extension switch
        {
            ScalarTypeDefinitionNode => ("scalar", type is ScalarType),
            ObjectTypeDefinitionNode => ("object", type is ObjectType),
            InterfaceTypeDefinitionNode => ("interface", type is InterfaceType),
            UnionTypeDefinitionNode => ("union", type is UnionType),
            EnumTypeDefinitionNode => ("enum", type is EnumType),
            _ => ("input object", type is InputObjectType),
        };
        if (!fits)
            Fault($"Cannot extend non-{kind} type \"{name}\".", extension);
    }

    private void FindRoots()
    {
        foreach (var (node, at) in definitions)
        {
            slice = at;
            if (node is not SchemaDefinitionNode schema)
                continue;
            foreach (var root in schema.OperationTypes)
            {
                if (!roots.TryAdd(root.Operation, root.Type.Name.Value))
                    Fault($"There can be only one {root.Operation.ToString().ToLowerInvariant()} type in schema.", root);
                else if (!types.ContainsKey(root.Type.Name.Value))
                    Fault(Unknown(root.Type.Name.Value), root.Type);
            }
        }

        if (hasSchemaDefinition)
            return;
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            if (types.ContainsKey(operation.ToString()))
                roots.TryAdd(operation, operation.ToString());
        }
    }

    private string Unknown(string name) => $"Unknown type \"{name}\".{Suggestions.DidYouMean(Suggestions.For(name, types.Keys))}";

    private void Fault(string message, Node at) =>
        faults.Add(FormattableString.Invariant($"{message} ({slice}{at.Location.Line}:{at.Location.Column})"));
}
