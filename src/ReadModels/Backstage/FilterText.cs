using System.Text.Json.Nodes;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>
/// Reads the parameter <c>filter</c>: each is a comma list of conditions <c>key</c> or <c>key=value</c> that all must hold, the same key twice meaning
/// either value; of several parameters one must hold. Source: the REST API of Backstage's catalog.
/// </summary>
public static class FilterText
{
    /// <summary>The predicate that says the same; null when nothing is asked.</summary>
    /// <exception cref="BadQueryException">A condition has no key.</exception>
    public static JsonObject? ToPredicate(IEnumerable<string?> filters)
    {
        var alternatives = filters.Select(filter => Conditions(filter ?? "")).Where(conditions => conditions.Count > 0).Select(All).ToArray();
        return alternatives switch
        {
            [] => null,
            [var only] => only,
            _ => new JsonObject { ["$any"] = new JsonArray(alternatives) },
        };
    }

    private static JsonObject All(List<JsonObject> conditions) =>
        conditions is [var only] ? only : new JsonObject { ["$all"] = new JsonArray([.. conditions]) };

    private static List<JsonObject> Conditions(string filter)
    {
        var keys = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var statement in filter.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = statement.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? statement : statement[..equals].Trim();
            if (key.Length == 0)
                throw new BadQueryException($"Invalid filter, '{statement}' is not a valid statement (expected a string on the form a=b or a= or a)");
            keys.TryAdd(key, []);
            if (equals >= 0)
                keys[key].Add(statement[(equals + 1)..].Trim());
        }

        return [.. keys.Select(key => new JsonObject
        {
            [key.Key] = key.Value switch
            {
                [] => new JsonObject { ["$exists"] = true },
                [var only] => only,
                var values => new JsonObject { ["$in"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) },
            },
        })];
    }
}
