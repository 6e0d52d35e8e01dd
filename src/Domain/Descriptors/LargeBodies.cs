using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventCatalog.Domain.Descriptors;

/// <summary>
/// Long texts inside a descriptor (API definitions above all) are kept once, by content hash, beside the log.
/// In the descriptor of an event such a text is replaced by <c>{"$body": "{hex SHA-256 of its UTF-8}"}</c>.
/// </summary>
public static class LargeBodies
{
    public const string Marker = "$body";

    /// <summary>Texts of more than this many UTF-16 units are kept apart.</summary>
    public const int Threshold = 4096;

    /// <summary>The descriptor with its long texts replaced, and those texts by hash.</summary>
    public static (JsonElement Descriptor, IReadOnlyDictionary<string, string> Bodies) Detach(JsonElement descriptor)
    {
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        if (descriptor.GetRawText().Length <= Threshold)
            return (descriptor, bodies);
        var detached = Map(JsonNode.Parse(descriptor.GetRawText()), text =>
        {
            if (text.Length <= Threshold)
                return null;
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            bodies[hash] = text;
            return new JsonObject { [Marker] = hash };
        });
        return bodies.Count == 0 ? (descriptor, bodies) : (JsonSerializer.SerializeToElement(detached), bodies);
    }

    /// <summary>The hashes a value refers to.</summary>
    public static IEnumerable<string> HashesIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when HashOf(value) is { } hash => [hash],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => HashesIn(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(HashesIn),
        _ => [],
    };

    /// <summary>The value with its long texts put back; a hash that is not given stays a marker.</summary>
    public static JsonElement Attach(JsonElement value, IReadOnlyDictionary<string, string> bodies) =>
        bodies.Count == 0 ? value : JsonSerializer.SerializeToElement(Restore(JsonNode.Parse(value.GetRawText()), bodies));

    private static string? HashOf(JsonElement value) =>
        value.TryGetProperty(Marker, out var hash) && hash.ValueKind == JsonValueKind.String && value.GetPropertyCount() == 1
            ? hash.GetString()
            : null;

    private static JsonNode? Restore(JsonNode? node, IReadOnlyDictionary<string, string> bodies)
    {
        if (node is JsonObject { Count: 1 } marker && marker[Marker] is JsonValue hash && bodies.TryGetValue(hash.GetValue<string>(), out var body))
            return JsonValue.Create(body);
        return Rebuild(node, child => Restore(child, bodies));
    }

    private static JsonNode? Map(JsonNode? node, Func<string, JsonNode?> replace) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && replace(text) is { } replacement
            ? replacement
            : Rebuild(node, child => Map(child, replace));

    private static JsonNode? Rebuild(JsonNode? node, Func<JsonNode?, JsonNode?> child) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, child(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(child)]),
        _ => node?.DeepClone(),
    };
}
