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
        return
        [
            .. Raw(descriptor, relations.Where(relation => relation.Source == self))
                .Where(row => row.Key.Length <= MaxLength)
                .Select(row => new FacetRow(row.Key.ToLowerInvariant(), row.Value is { Length: <= MaxLength } ? row.Value : null))
                .Distinct(),
        ];
    }

    /// <summary>Every path the rows of a descriptor stand for, as spelled, however long.</summary>
    internal static IEnumerable<string> PathsOf(JsonElement descriptor) => Raw(descriptor, []).Select(row => row.Key);

    private static List<FacetRow> Raw(JsonElement descriptor, IEnumerable<Relation> relations)
    {
        var rows = new List<FacetRow>();
        Walk("", descriptor, rows);
        rows.Add(new FacetRow("metadata.name", Descriptor.Text(descriptor, "metadata", "name")));
        rows.Add(new FacetRow("metadata.namespace", Descriptor.Text(descriptor, "metadata", "namespace") ?? EntityRef.DefaultNamespace));
        rows.AddRange(relations.Select(relation => new FacetRow($"relations.{relation.Type}", relation.Target.ToString())));
        return rows;
    }

    private static void Walk(string path, JsonElement value, List<FacetRow> rows)
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
                        rows.Add(new FacetRow($"{path}.{item.GetString()}", "true"));
                }

                break;
            default:
                rows.Add(new FacetRow(path, TextOf(value)));
                break;
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
