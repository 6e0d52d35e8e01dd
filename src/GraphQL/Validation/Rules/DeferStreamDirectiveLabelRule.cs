using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Labels of @defer and @stream are static strings, each used once. Source: https://github.com/graphql/graphql-spec/pull/1110</summary>
public sealed class DeferStreamDirectiveLabelRule : ValidationRule
{
    private readonly Dictionary<string, DirectiveNode> known = new(StringComparer.Ordinal);

    protected internal override void EnterDirectives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        foreach (var node in nodes.Where(n => n.Name.Value is "defer" or "stream"))
        {
            var label = node.Arguments.FirstOrDefault(a => string.Equals(a.Name.Value, "label", StringComparison.Ordinal))?.Value;
            if (label is null or NullValueNode)
                continue;
            if (label is not StringValueNode text)
                Report($"Argument \"@{node.Name.Value}(label:)\" must be a static string.", node);
            else if (!known.TryAdd(text.Value, node))
                Report("Value for arguments \"defer(label:)\" and \"stream(label:)\" must be unique across all Defer/Stream directive usages.", known[text.Value], node);
        }
    }
}
