using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Domain.Descriptors;

/// <summary>One path of an entity one can filter and count by.</summary>
/// <param name="Key">Path joined by dots, lower case, such as <c>spec.type</c>.</param>
/// <param name="Value">The value as written; null when it is too long or no scalar stands there: it exists but equals nothing.</param>
public readonly record struct FacetRow(string Key, string? Value)
{
    public const int MaxLength = 200;
    private const string Annotations = "metadata.annotations";

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
            .. Folded(Raw(descriptor, relations.Where(relation => relation.Source == self))).Distinct(),
        ];
    }

    /// <summary>
    /// The rows of an entity that the catalog has written annotations into, relations left out: as if they stood in the descriptor's own
    /// place for annotations. A row that several places of the descriptor give is there once for each.
    /// </summary>
    public static IEnumerable<FacetRow> Of(JsonElement descriptor, IReadOnlyDictionary<string, string> written)
    {
        var rows = new List<FacetRow>();
        Walk("", descriptor, rows, written);
        AddName(descriptor, rows);
        return Folded(rows).Concat(OfWritten(written));
    }

    /// <summary>The rows of the annotations that the catalog has written, by themselves.</summary>
    public static IEnumerable<FacetRow> OfWritten(IReadOnlyDictionary<string, string> written) =>
        Folded(written.Select(annotation => new FacetRow($"{Annotations}.{annotation.Key}", annotation.Value)));

    /// <summary>
    /// Those of an entity's rows that one place of its descriptor gives, so that a change of that place need not look at the rest.
    /// Null when others depend on it too: the name, what the catalog itself writes, a whole section, or a place that cannot be.
    /// </summary>
    /// <param name="pointer">As in <see cref="FieldChange"/>; none stands there: no rows.</param>
    public static IEnumerable<FacetRow>? At(JsonElement descriptor, string pointer)
    {
        var steps = FieldChange.Steps(pointer);
        if (steps.Length < 2 || Skipped.Contains(steps[0]) || Skipped.Contains($"{steps[0]}.{steps[1]}"))
            return null;
        if (steps is ["metadata", "annotations", ..] && (steps.Length == 2 || steps[2].StartsWith("backstage.io/", StringComparison.Ordinal)))
            return null;
        foreach (var step in steps)
        {
            if (descriptor.ValueKind != JsonValueKind.Object)
                return null;
            if (!descriptor.TryGetProperty(step, out descriptor))
                return [];
        }

        var rows = new List<FacetRow>();
        Walk(string.Join('.', steps), descriptor, rows);
        return Folded(rows);
    }

    /// <summary>
    /// Every path the rows of a descriptor stand for, as spelled, however long; of items of lists that differ only in case, the first.
    /// </summary>
    internal static IEnumerable<string> PathsOf(JsonElement descriptor) =>
        PathsOf("", descriptor, new HashSet<string>(StringComparer.Ordinal)).Concat(["metadata.name", "metadata.namespace", "metadata.uid"]);

    private static IEnumerable<string> PathsOf(string path, JsonElement value, HashSet<string> items)
    {
        if (Skipped.Contains(path))
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(member => PathsOf(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, items)),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => PathsOf(path, item, items).Concat(ItemPath(item))),
            _ => [path],
        };

        IEnumerable<string> ItemPath(JsonElement item) =>
            item.ValueKind == JsonValueKind.String && $"{path}.{item.GetString()}" is var step && items.Add(step.ToLowerInvariant()) ? [step] : [];
    }

    private static List<FacetRow> Raw(JsonElement descriptor, IEnumerable<Relation> relations)
    {
        var rows = new List<FacetRow>();
        Walk("", descriptor, rows);
        AddName(descriptor, rows);
        rows.AddRange(relations.Select(relation => new FacetRow($"relations.{relation.Type}", relation.Target.ToString())));
        return rows;
    }

    private static void AddName(JsonElement descriptor, List<FacetRow> rows)
    {
        rows.Add(new FacetRow("metadata.name", Descriptor.Text(descriptor, "metadata", "name")));
        rows.Add(new FacetRow("metadata.namespace", Descriptor.Text(descriptor, "metadata", "namespace") ?? EntityRef.DefaultNamespace));
    }

    private static IEnumerable<FacetRow> Folded(IEnumerable<FacetRow> rows) => rows
        .Where(row => row.Key.Length <= MaxLength)
        .Select(row => new FacetRow(row.Key.ToLowerInvariant(), row.Value is { Length: <= MaxLength } ? row.Value : null));

    private static void Walk(string path, JsonElement value, List<FacetRow> rows, IReadOnlyDictionary<string, string>? written = null)
    {
        if (Skipped.Contains(path))
            return;
        var replaced = written is { Count: > 0 } && path is Annotations ? written : null;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (replaced?.ContainsKey(member.Name) is not true)
                        Walk(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, rows, written);
                }

                break;
            case not JsonValueKind.Object when replaced is not null:
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Walk(path, item, rows, written);
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
