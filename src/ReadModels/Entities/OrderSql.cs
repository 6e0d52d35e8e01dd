using System.Text.Json;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.ReadModels.Entities;

/// <summary>
/// A total order over versions, ties broken by reference, and the condition that starts a page behind a cursor. A cursor
/// is the sort key of its row, so a page neither repeats nor skips rows that did not change.
/// </summary>
internal sealed class OrderSql
{
    // Sorts after every text that occurs.
    private const string Last = @"E'\uFFFF'";

    private readonly List<(string Expression, string Type, bool Descending)> terms = [];

    private OrderSql() { }

    public static OrderSql Of(IReadOnlyList<EntityOrder>? order, string? scoreSql, SqlText sql, AsOf at, string v)
    {
        var result = new OrderSql();
        if (order is { Count: > 0 })
        {
            foreach (var term in order)
                result.AddPath(term, sql, at, v);
        }
        else if (scoreSql is not null)
        {
            result.terms.Add((scoreSql, "int", true));
        }

        result.terms.Add(($"lower({v}.name)", "text", false));
        result.terms.Add(($"{v}.ref", "text", false));
        return result;
    }

    /// <summary>The sort key as one JSON text, selected beside each row.</summary>
    public string Key => $"jsonb_build_array({string.Join(", ", terms.Select(term => $"({term.Expression})::text"))})::text";

    public string By(bool reversed) => string.Join(", ", terms.Select(term => $"{term.Expression} {(term.Descending != reversed ? "desc" : "asc")}"));

    /// <summary>Rows strictly behind the cursor, or before it when reversed.</summary>
    public string Behind(string cursor, bool reversed, SqlText sql)
    {
        var key = ReadCursor(cursor);
        if (key is null || key.Length != terms.Count)
            throw new GraphQLError($"The cursor \"{cursor}\" belongs to another list or order.");
        var values = key.Select((text, index) => $"{sql.Value(text)}::{terms[index].Type}").ToArray();
        var alternatives = terms.Select((term, index) =>
        {
            var equal = terms.Take(index).Select((before, place) => $"{before.Expression} = {values[place]}");
            return string.Join(" and ", equal.Append($"{term.Expression} {(term.Descending != reversed ? "<" : ">")} {values[index]}"));
        });
        return $"({string.Join(" or ", alternatives.Select(alternative => $"({alternative})"))})";
    }

    public static string WriteCursor(string key) => NodeId.Of("c", key);

    private static string[]? ReadCursor(string cursor)
    {
        if (NodeId.Read(cursor) is not ("c", var json))
            return null;
        try
        {
            return JsonSerializer.Deserialize<string[]>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void AddPath(EntityOrder order, SqlText sql, AsOf at, string v)
    {
        var descending = order.Direction == Direction.Desc;
        var missing = descending ? "''" : Last;
        var path = order.Path.Trim().ToLowerInvariant();
        terms.Add(path switch
        {
            "changedat" => ($"{v}.changed_at", "timestamptz", descending),
            "registeredat" => ($"{v}.registered_at", "timestamptz", descending),
            "kind" => ($"lower({v}.kind)", "text", descending),
            "metadata.name" => ($"lower({v}.name)", "text", descending),
            "metadata.title" or "title" => ($"lower({v}.title)", "text", descending),
            "metadata.namespace" => ($"lower({v}.namespace)", "text", descending),
            "spec.type" => ($"coalesce(lower({v}.type), {missing})", "text", descending),
            "spec.lifecycle" => ($"coalesce(lower({v}.lifecycle), {missing})", "text", descending),
            "relations.ownedby" or "spec.owner" => ($"coalesce({v}.owner, {missing})", "text", descending),
            _ when path.StartsWith(FilterSql.RelationPrefix, StringComparison.Ordinal) => (
                $"coalesce((select min(e.target) from {RelationsProjection.Schema}.relation e where {at.Holds("e")} and e.source = {v}.ref and lower(e.type) = {sql.Value(path[FilterSql.RelationPrefix.Length..])}), {missing})",
                "text", descending),
            _ => (
                $"coalesce((select min(f.folded) from {EntitiesProjection.Schema}.entity_facet f where {at.Holds("f")} and f.ref = {v}.ref and f.key = {sql.Value(path)}), {missing})",
                "text", descending),
        });
    }
}
