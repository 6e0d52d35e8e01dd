using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// A directive must not be used in what its own arguments are made of.
/// Source: the "Validation" part of https://spec.graphql.org/September2025/#sec-Type-System.Directives
/// </summary>
internal sealed class DirectiveCycles(SchemaAssembly assembly)
{
    public static void Validate(SchemaAssembly assembly, List<string> faults)
    {
        var cycles = new DirectiveCycles(assembly);
        foreach (var directive in assembly.Directives)
        {
            if (cycles.From(directive) is { } path)
                faults.Add($"Directive {directive} must not reference itself{(path.Count == 0 ? "" : " through: " + string.Join(", ", path))}.");
        }
    }

    // The shortest way back, without its ends; null when there is none.
    private List<ISchemaElement>? From(DirectiveDefinition start)
    {
        var cameFrom = new Dictionary<ISchemaElement, ISchemaElement>();
        var waiting = new Queue<ISchemaElement>([start]);
        while (waiting.TryDequeue(out var element))
        {
            foreach (var next in References(element))
            {
                if (ReferenceEquals(next, start))
                    return Way(element, start, cameFrom);
                if (cameFrom.TryAdd(next, element))
                    waiting.Enqueue(next);
            }
        }

        return null;
    }

    private static List<ISchemaElement> Way(ISchemaElement end, ISchemaElement start, Dictionary<ISchemaElement, ISchemaElement> cameFrom)
    {
        var way = new List<ISchemaElement>();
        for (var element = end; !ReferenceEquals(element, start); element = cameFrom[element])
            way.Insert(0, element);
        return way;
    }

    private IEnumerable<ISchemaElement> References(ISchemaElement element) => element switch
    {
        DirectiveDefinition directive => directive.ArgumentMap.Values.SelectMany(OfInput),
        InputObjectType input => Applied(input.AppliedDirectives).Concat(input.FieldMap.Values.SelectMany(OfInput)),
        EnumType e => Applied(e.AppliedDirectives).Concat(e.ValueMap.Values.SelectMany(value => Applied(value.AppliedDirectives))),
        NamedType type => Applied(type.AppliedDirectives),
        _ => [],
    };

    private IEnumerable<ISchemaElement> OfInput(InputValueDefinition input) => Applied(input.AppliedDirectives).Append(input.Type.Named);

    private IEnumerable<ISchemaElement> Applied(IReadOnlyList<DirectiveNode> nodes) => nodes.Select(node => assembly.FindDirective(node.Name.Value)!);
}
