using System.Text;
using System.Text.Json;
using EventCatalog.ReadModels.Backstage;

namespace EventCatalog.Api.Backstage;

/// <summary>
/// A page of locations: which ones, behind which id. As base64 JSON it is the cursor. There are few, so that they are looked through in memory.
/// </summary>
public sealed record LocationQuery(int Limit, string? AfterId = null, JsonElement? Query = null)
{
    private const int UsualLimit = 1000;

    public static LocationQuery Of(JsonElement body)
    {
        if (body.TryGetProperty("cursor", out var cursor))
            return OfCursor(cursor.ValueKind == JsonValueKind.String ? cursor.GetString()! : "");
        var limit = UsualLimit;
        if (body.TryGetProperty("limit", out var given) && (given.ValueKind != JsonValueKind.Number || !given.TryGetInt32(out limit) || limit < 1))
            throw Fault.Input("Limit must be a positive integer >= 1");
        return new LocationQuery(limit, null, body.TryGetProperty("query", out var query)
            ? query.ValueKind == JsonValueKind.Object ? query : throw Fault.Input("Query must be an object")
            : null);
    }

    /// <summary>The page, how many there are in all, and the cursor of the next page.</summary>
    public (IReadOnlyList<CatalogLocation> Items, int Total, string? Next) Of(IEnumerable<CatalogLocation> locations)
    {
        var matching = locations.Where(location => Query is null || Holds(Query.Value, location)).OrderBy(location => location.Id, StringComparer.Ordinal).ToList();
        var behind = matching.Where(location => AfterId is null || string.CompareOrdinal(location.Id, AfterId) > 0).Take(Limit + 1).ToList();
        var more = behind.Count > Limit;
        if (more)
            behind.RemoveAt(Limit);
        return (behind, matching.Count, more ? Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this with { AfterId = behind[^1].Id }, JsonSerializerOptions.Web)) : null);
    }

    private static LocationQuery OfCursor(string cursor)
    {
        if (cursor.Length == 0)
            throw Fault.Input("Cursor cannot be empty");
        try
        {
            var query = JsonSerializer.Deserialize<LocationQuery>(Encoding.UTF8.GetString(Convert.FromBase64String(cursor)), JsonSerializerOptions.Web);
            return query is { Limit: >= 1 } ? query : throw Fault.Input("Malformed cursor: limit must be a positive integer");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Fault.Input("Malformed cursor, unknown encoding");
        }
    }

    private static bool Holds(JsonElement predicate, CatalogLocation location)
    {
        if (predicate.ValueKind != JsonValueKind.Object)
            throw new BadQueryException($"Invalid query: expected an object, but got {predicate.GetRawText()}");
        if (predicate.TryGetProperty("$all", out var all))
            return List(all, "$all").All(each => Holds(each, location));
        if (predicate.TryGetProperty("$any", out var any))
            return List(any, "$any").Any(each => Holds(each, location));
        if (predicate.TryGetProperty("$not", out var not))
            return !Holds(not, location);
        return predicate.EnumerateObject().All(field => Holds(field.Name, field.Value, location));
    }

    private static IEnumerable<JsonElement> List(JsonElement value, string name) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw new BadQueryException($"Invalid query: {name} expects a list, but got {value.GetRawText()}");

    private static bool Holds(string key, JsonElement value, CatalogLocation location)
    {
        var text = key.ToLowerInvariant() switch
        {
            "id" => location.Id,
            "type" => location.Type,
            "target" => location.Target,
            "entityref" => location.EntityRef,
            _ => throw new BadQueryException($"Invalid filter predicate, unknown field \"{key}\": expected id, type, target or entityRef"),
        };
        return value switch
        {
            { ValueKind: JsonValueKind.String } same => Is(same),
            { ValueKind: JsonValueKind.Object } when value.TryGetProperty("$exists", out var exists) => exists.ValueKind == JsonValueKind.True,
            { ValueKind: JsonValueKind.Object } when value.TryGetProperty("$in", out var list) && list.ValueKind == JsonValueKind.Array => list.EnumerateArray().Any(Is),
            { ValueKind: JsonValueKind.Object } when value.TryGetProperty("$hasPrefix", out var prefix) && prefix.ValueKind == JsonValueKind.String =>
                text.StartsWith(prefix.GetString()!, StringComparison.OrdinalIgnoreCase),
            _ => throw new BadQueryException($"Invalid filter predicate value for field \"{key}\": expected a string, $exists, $in or $hasPrefix, but got {value.GetRawText()}"),
        };

        bool Is(JsonElement other) => other.ValueKind == JsonValueKind.String && string.Equals(other.GetString(), text, StringComparison.OrdinalIgnoreCase);
    }
}
