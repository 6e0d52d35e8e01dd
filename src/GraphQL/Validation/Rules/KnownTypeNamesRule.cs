using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Every type named in a document exists. Source: https://spec.graphql.org/September2025/#sec-Fragment-Spread-Type-Existence</summary>
public sealed class KnownTypeNamesRule : ValidationRule
{
    protected internal override void EnterNamedType(NamedTypeNode node)
    {
        var name = node.Name.Value;
        if (Schema.FindType(name) is null)
            Report($"Unknown type \"{name}\".{Suggestions.DidYouMean(Suggestions.For(name, Schema.Types.Select(t => t.Name)))}", node);
    }
}
