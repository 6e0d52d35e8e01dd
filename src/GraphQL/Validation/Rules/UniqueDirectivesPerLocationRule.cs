using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>A directive that is not repeatable stands once at a place. Source: https://spec.graphql.org/September2025/#sec-Directives-Are-Unique-per-Location</summary>
public sealed class UniqueDirectivesPerLocationRule : ValidationRule
{
    protected internal override void EnterDirectives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        var seen = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var name = node.Name.Value;
            if (Schema.FindDirective(name) is { IsRepeatable: false } && !seen.TryAdd(name, node))
                Report($"The directive \"@{name}\" can only be used once at this location.", seen[name], node);
        }
    }
}
