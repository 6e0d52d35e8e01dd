using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Domain.Descriptors;

/// <summary>One path of an entity one can filter and count by.</summary>
/// <param name="Key">Path joined by dots, lower case, such as <c>spec.type</c>.</param>
/// <param name="Value">The value as written; null when it is too long or no scalar stands there: it exists but equals nothing.</param>
public readonly record struct FacetRow(string Key, string? Value)
{
    public const int MaxLength = 200;

    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "attachments", "relations", "status", "metadata.name", "metadata.namespace", "metadata.uid", "metadata.etag",
    };

    /// <summary>
    /// The rows of an entity, distinct. Arrays repeat their own path for each item, and a string item also gives
    /// (<c>path.item</c>, <c>true</c>). Source: <c>buildEntitySearch</c> of Backstage's catalog.
    /// </summary>
    public static IReadOnlyCollection<FacetRow> Of(JsonElement descriptor, IEnumerable<Relation> relations)
    {
        var self = Descriptor.RefOf(descriptor);
        var rows = new HashSet<FacetRow>();
        Walk("", descriptor, rows);
        Add("metadata.name", Descriptor.Text(descriptor, "metadata", "name"), rows);
        Add("metadata.namespace", Descriptor.Text(descriptor, "metadata", "namespace") ?? EntityRef.DefaultNamespace, rows);
        foreach (var relation in relations.Where(relation => relation.Source == self))
            Add($"relations.{relation.Type}", relation.Target.ToString(), rows);
        return rows;
    }

    private static void Walk(string path, JsonElement value, HashSet<FacetRow> rows)
    {
        if (Skipped.Contains(path))
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Walk(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, rows);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Walk(path, item, rows);
                    if (item.ValueKind == JsonValueKind.String)
                        Add($"{path}.{item.GetString()}", "true", rows);
                }

                break;
            case JsonValueKind.String:
                Add(path, value.GetString(), rows);
                break;
            case JsonValueKind.Number:
                Add(path, value.GetDouble().ToString(CultureInfo.InvariantCulture), rows);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Add(path, value.ValueKind == JsonValueKind.True ? "true" : "false", rows);
                break;
            default:
                Add(path, null, rows);
                break;
        }
    }

    private static void Add(string path, string? value, HashSet<FacetRow> rows)
    {
        if (path.Length <= MaxLength)
            rows.Add(new FacetRow(path.ToLowerInvariant(), value is { Length: <= MaxLength } ? value : null));
    }
}
