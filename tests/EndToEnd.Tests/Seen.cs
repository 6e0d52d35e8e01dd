using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Everything a catalog shows, read page by page as a client would.</summary>
public static class Seen
{
    private const string Query =
        """
        query ($after: String) {
          entities(first: 100, after: $after, orderBy: [{ path: "metadata.name", direction: ASC }]) {
            nodes {
              ref kind name namespace title description labels tags spec ownerRef orphaned annotations
              owner { ref } source { path line } problems { message } relations(first: 500) { nodes { type targetRef } totalCount }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    /// <summary>The entities by their reference.</summary>
    public static async Task<SortedDictionary<string, JsonElement>> EntitiesAsync(Portal portal)
    {
        var all = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var page = (await portal.AskAsync(Query, new { after })).GetProperty("entities");
            foreach (var entity in page.GetProperty("nodes").EnumerateArray())
                all.Add(entity.GetProperty("ref").GetString()!, entity.Clone());
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);
        return all;
    }

    /// <summary>Its relations as sorted lines <c>type target</c>.</summary>
    public static IReadOnlyList<string> Relations(JsonElement entity)
    {
        var relations = entity.GetProperty("relations");
        return [.. relations.GetProperty("nodes").EnumerateArray().Select(relation => $"{relation.GetProperty("type")} {relation.GetProperty("targetRef")}").Order(StringComparer.Ordinal)];
    }
}
