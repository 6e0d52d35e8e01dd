using EventCatalog.Domain;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Audit;

/// <summary>
/// Which entities an export is about, as someone writes it: references, <c>kind:component</c>, <c>tag:pci</c>, <c>owner:group:default/shop</c>,
/// <c>source:git-0a1b2c</c>, with spaces between. Of one sort any may hold, of each sort one must.
/// </summary>
public sealed record AuditScope(
    string Text, IReadOnlyList<string> Refs, IReadOnlyList<string> Kinds, IReadOnlyList<string> Tags, IReadOnlyList<string> Owners, IReadOnlyList<string> Sources)
{
    /// <summary>Null for a text that names nothing: everything.</summary>
    /// <exception cref="RuleViolation">A word is none of these; the message quotes it.</exception>
    public static AuditScope? Parse(string? text)
    {
        var words = (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return null;
        var refs = new List<string>();
        var named = new[] { "kind", "tag", "owner", "source" }.ToDictionary(sort => sort, _ => new List<string>(), StringComparer.OrdinalIgnoreCase);
        foreach (var word in words)
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !named.TryGetValue(word[..colon], out var values))
                refs.Add(RefOf(word).ToString());
            else if (word[(colon + 1)..] is { Length: > 0 } value)
                values.Add(value);
            else
                throw new RuleViolation($"\"{word}\" names nothing: write what should be matched behind the colon, as in tag:pci");
        }

        return new AuditScope(
            string.Join(' ', words), refs, [.. named["kind"].Select(kind => kind.ToLowerInvariant())], [.. named["tag"].Select(tag => tag.ToLowerInvariant())],
            [.. named["owner"].Select(owner => EntityRef.Parse(owner, "group").ToString())], [.. named["source"].Select(NodeId.SourceOf)]);
    }

    private static EntityRef RefOf(string word) => EntityRef.TryParse(word, out var entity)
        ? entity
        : throw new RuleViolation($"\"{word}\" is no scope: write a reference such as component:default/cart, or kind:, tag:, owner: or source: and what should match");
}
