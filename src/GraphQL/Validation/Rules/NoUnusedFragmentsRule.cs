using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Every fragment is used by some operation. Source: https://spec.graphql.org/September2025/#sec-Fragments-Must-Be-Used</summary>
public sealed class NoUnusedFragmentsRule : ValidationRule
{
    protected internal override void LeaveDocument(DocumentNode node)
    {
        var used = node.Definitions.OfType<OperationDefinitionNode>()
            .SelectMany(Context.ReferencedFragments)
            .Select(fragment => fragment.Name.Value)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var fragment in node.Definitions.OfType<FragmentDefinitionNode>().Where(f => !used.Contains(f.Name.Value)))
            Report($"Fragment \"{fragment.Name.Value}\" is never used.", fragment);
    }
}
