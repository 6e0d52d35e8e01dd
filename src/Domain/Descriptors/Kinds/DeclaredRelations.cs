using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventCatalog.Domain.Descriptors.Kinds;

/// <summary>
/// What an entity of a custom kind refers to, found by its kind when it was read and kept in its descriptor as <c>relations</c>, so that
/// the log says it without the kind.
/// </summary>
internal static class DeclaredRelations
{
    public const string Member = "relations";

    /// <summary>The first reference that cannot be read; null when all can.</summary>
    public static Fault? FaultIn(JsonElement document, CustomKind kind)
    {
        foreach (var (field, value) in kind.Relations.Select(field => (field, ValueAt(document, field))))
        {
            foreach (var text in Texts(value))
            {
                try
                {
                    _ = Target(document, field, text);
                }
                catch (RuleViolation unreadable)
                {
                    return new Fault("relations-are-resolvable", "/" + string.Join('/', field.Path), unreadable.Message);
                }
            }
        }

        return null;
    }

    /// <summary>The entries of <c>relations</c>: type, target, and the type back where there is one.</summary>
    public static JsonArray Of(JsonElement document, CustomKind kind) =>
    [
        .. kind.Relations
            .SelectMany(field => Texts(ValueAt(document, field)).Select(text => (Field: field, Target: Target(document, field, text))))
            .Where(edge => edge.Field.AllowedKinds is not { } kinds || kinds.Contains(edge.Target.Kind, StringComparer.OrdinalIgnoreCase))
            .Select(edge => (edge.Field.Type, Target: edge.Target.ToString(), edge.Field.Reverse))
            .Distinct()
            .OrderBy(edge => edge.Type, StringComparer.Ordinal).ThenBy(edge => edge.Target, StringComparer.Ordinal)
            .Select(JsonNode (edge) =>
            {
                var entry = new JsonObject { ["type"] = edge.Type, ["targetRef"] = edge.Target };
                if (edge.Reverse is not null)
                    entry["reverse"] = edge.Reverse;
                return entry;
            }),
    ];

    /// <summary>The edges that such entries stand for, both directions.</summary>
    public static IEnumerable<Relation> Edges(EntityRef self, JsonElement? entries)
    {
        if (entries is not { ValueKind: JsonValueKind.Array } list)
            yield break;
        foreach (var entry in list.EnumerateArray())
        {
            var target = EntityRef.Parse(Descriptor.Text(entry, "targetRef")!);
            yield return new Relation(self, Descriptor.Text(entry, "type")!, target);
            if (Descriptor.Text(entry, "reverse") is { } reverse)
                yield return new Relation(target, reverse, self);
        }
    }

    /// <summary>The lists of references, in ordinal order: their order means nothing.</summary>
    public static void Sort(JsonObject root, CustomKind kind)
    {
        foreach (var field in kind.Relations)
        {
            var parent = field.Path.Take(field.Path.Count - 1).Aggregate((JsonNode?)root, (node, step) => (node as JsonObject)?[step]);
            if (parent is JsonObject map && map[field.Path[^1]] is JsonArray list && list.All(item => item is JsonValue value && value.GetValueKind() == JsonValueKind.String))
                map[field.Path[^1]] = new JsonArray([.. list.Select(item => item!.GetValue<string>()).Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]);
        }
    }

    private static JsonElement? ValueAt(JsonElement document, RelationField field) => Descriptor.At(document, [.. field.Path]);

    private static EntityRef Target(JsonElement document, RelationField field, string text) => EntityRef.Parse(
        text, field.DefaultKind, field.InDefaultNamespace ? EntityRef.DefaultNamespace : Descriptor.RefOf(document).Namespace);

    private static IEnumerable<string> Texts(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } one ? [one] : [],
        { ValueKind: JsonValueKind.Array } list => CustomKind.Texts(list).Where(text => text.Length > 0),
        _ => [],
    };
}
