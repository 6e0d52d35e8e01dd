using System.Globalization;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>Paging in the order of effect: one event may change the owner of many, so the cursor is time, position and entity.</summary>
internal static class ChangeCursor
{
    private const string Key = "(c.at, c.position, c.id)";

    /// <summary>The end of a statement, from the cursor condition on, that reads one row more than the page shows.</summary>
    public static string Page(PageArguments page, SqlText sql)
    {
        var after = page.After is { } a ? $" and {Key} > {Read(a, sql)}" : "";
        var before = page.Before is { } b ? $" and {Key} < {Read(b, sql)}" : "";
        var direction = page.Backward ? "desc" : "asc";
        return $"{after}{before} order by c.at {direction}, c.position {direction}, c.id {direction} limit {sql.Value(page.Size + 1)}";
    }

    public static Connection<OwnershipChangeRow> Connect(List<OwnershipChangeRow> rows, PageArguments page, int total)
    {
        var more = rows.Count > page.Size;
        if (more)
            rows.RemoveAt(rows.Count - 1);
        if (page.Backward)
            rows.Reverse();
        return Connection<OwnershipChangeRow>.From(rows, page, more, total, Write);
    }

    private static string Write(OwnershipChangeRow row) => NodeId.Of("oc", FormattableString.Invariant($"{row.At.UtcTicks} {row.Position} {row.Id}"));

    private static string Read(string cursor, SqlText sql) =>
        NodeId.Read(cursor) is ("oc", var text) && text.Split(' ', 3) is [var ticks, var digits, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= DateTime.MaxValue.Ticks
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? $"({sql.Value(new DateTime(time, DateTimeKind.Utc))}, {sql.Value(position)}, {sql.Value(id)})"
            : throw new GraphQLError($"The cursor \"{cursor}\" belongs to another list.");
}
