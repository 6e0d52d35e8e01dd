using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// Makes types and directives of definitions that <see cref="DefinitionRules"/> found sound: first every name, then what
/// each type holds, so that definitions and extensions may come in any order. What the types then are to each other is judged later.
/// </summary>
internal sealed partial class SchemaAssembly
{
    private readonly IReadOnlyList<SliceDefinition> definitions;
    private readonly List<string> faults;
    private readonly OrderedDictionary<string, NamedType> types = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, DirectiveDefinition> directives = new(StringComparer.Ordinal);
    private readonly HashSet<string> builtIn = new(BuiltInScalars.Names, StringComparer.Ordinal);
    private readonly Dictionary<OperationType, string> roots = [];
    private string slice = "";
    private string? description;

    public SchemaAssembly(IReadOnlyList<SliceDefinition> definitions, IReadOnlyList<DefinitionNode> builtIns, List<string> faults)
    {
        this.faults = faults;
        // The author may define a directive every schema has; a type, the rules have refused.
        var own = definitions.Select(d => d.Node).OfType<DirectiveDefinitionNode>().Select(d => d.Name.Value).ToHashSet(StringComparer.Ordinal);
        var rest = builtIns.Where(node => node is not DirectiveDefinitionNode directive || !own.Contains(directive.Name.Value)).ToList();
        this.definitions = [.. rest.Select(node => new SliceDefinition(node, "introspection ")), .. definitions];
        builtIn.UnionWith(rest.OfType<TypeDefinitionNode>().Select(t => t.Name.Value));
        builtIn.UnionWith(rest.OfType<DirectiveDefinitionNode>().Select(d => "@" + d.Name.Value));
        Assemble();
    }

    public IEnumerable<NamedType> Types => types.Values;

    public IEnumerable<DirectiveDefinition> Directives => directives.Values;

    public bool IsBuiltIn(string name) => builtIn.Contains(name);

    public NamedType? Find(string name) => types.GetValueOrDefault(name);

    public DirectiveDefinition? FindDirective(string name) => directives.GetValueOrDefault(name);

    public NamedType? Root(OperationType operation) => roots.TryGetValue(operation, out var name) ? Find(name) : null;

    public Schema ToSchema()
    {
        var used = UsedScalars();
        var all = types.Values.Where(t => !IsBuiltIn(t.Name))
            .Concat(types.Values.Where(t => IsBuiltIn(t.Name) && (t is not ScalarType || used.Contains(t)))).ToList();
        var hasOwnRootNames = description is not null || roots.Any(root => !string.Equals(root.Value, root.Key.ToString(), StringComparison.Ordinal))
            || Enum.GetValues<OperationType>().Any(o => !roots.ContainsKey(o) && types.ContainsKey(o.ToString()));
        return new Schema(
            description,
            all,
            [.. directives.Values.Where(d => !IsBuiltIn(d.ToString())), .. directives.Values.Where(d => IsBuiltIn(d.ToString()))],
            Root(OperationType.Query) as ObjectType,
            Root(OperationType.Mutation) as ObjectType,
            Root(OperationType.Subscription) as ObjectType,
            hasOwnRootNames);
    }

    private void Assemble()
    {
        foreach (var name in BuiltInScalars.Names)
            types.Add(name, BuiltInScalars.Create(name));
        foreach (var (node, _) in definitions)
            Declare(node);
        FindRoots();

        // Definitions first: what an extension adds comes after what it extends, whatever the order of the slices.
        foreach (var (node, at) in definitions.OrderBy(d => d.Node is TypeSystemDefinitionNode { IsExtension: true }))
        {
            slice = at;
            Fill(node);
        }

        foreach (var (node, at) in definitions)
        {
            slice = at;
            ApplyDirectives(node);
        }
    }

    private void Declare(DefinitionNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode { IsExtension: false } schema:
                description = schema.Description?.Value;
                break;
            case TypeDefinitionNode { IsExtension: false } type:
                types.Add(type.Name.Value, Shell(type));
                break;
            case ObjectTypeDefinitionNode { IsExtension: true, Name.Value: "Query" or "Mutation" or "Subscription" } root
                when !definitions.Any(d => d.Node is TypeDefinitionNode { IsExtension: false } t
                    && string.Equals(t.Name.Value, root.Name.Value, StringComparison.Ordinal)):
                types.TryAdd(root.Name.Value, Shell(root));
                break;
            case DirectiveDefinitionNode directive:
                directives.Add(directive.Name.Value, new DirectiveDefinition(directive.Name.Value)
                {
                    Description = directive.Description?.Value,
                    IsRepeatable = directive.Repeatable,
                    Locations = [.. directive.Locations.Select(l => l.Value)],
                });
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

    private void FindRoots()
    {
        var schemas = definitions.Select(d => d.Node).OfType<SchemaDefinitionNode>().ToList();
        foreach (var root in schemas.SelectMany(schema => schema.OperationTypes))
            roots.Add(root.Operation, root.Type.Name.Value);
        if (schemas.Exists(schema => !schema.IsExtension))
            return;
        foreach (var operation in Enum.GetValues<OperationType>().Where(o => types.ContainsKey(o.ToString())))
            roots[operation] = operation.ToString();
    }

    // "If a built-in scalar type is not referenced anywhere in a schema ... then it must not be included." (Built-in Scalars)
    private HashSet<NamedType> UsedScalars()
    {
        var fields = types.Values.OfType<FieldsType>().SelectMany(t => t.FieldMap.Values).ToList();
        return fields.Select(f => f.Type)
            .Concat(fields.SelectMany(f => f.ArgumentMap.Values).Select(a => a.Type))
            .Concat(types.Values.OfType<InputObjectType>().SelectMany(t => t.FieldMap.Values).Select(f => f.Type))
            .Concat(directives.Values.SelectMany(d => d.ArgumentMap.Values).Select(a => a.Type))
            .Select(t => t.Named).ToHashSet();
    }

    private void Fault(string message, Node at) => faults.Add(SliceDefinition.Placed(message, slice, at.Location));
}
