using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Directives exist and stand where they may. Source: https://spec.graphql.org/September2025/#sec-Directives-Are-Defined</summary>
public sealed class KnownDirectivesRule : ValidationRule
{
    protected internal override void EnterDirectives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        foreach (var node in nodes)
        {
            var name = node.Name.Value;
            if (Schema.FindDirective(name) is not { } directive)
                Report($"Unknown directive \"@{name}\".", node);
            else if (!directive.Locations.Contains(location, StringComparer.Ordinal))
                Report($"Directive \"@{name}\" may not be used on {location}.", node);
        }
    }
}
