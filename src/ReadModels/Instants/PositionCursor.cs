using System.Globalization;
using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Instants;

/// <summary>Paging in log order: the cursor is the position.</summary>
internal static class PositionCursor
{
    /// <summary>The end of a statement, from the cursor condition on, that reads one row more than the page shows.</summary>
    public static string Page(string column, PageArguments page, SqlText sql)
    {
        var after = page.After is { } a ? $" and {column} > {sql.Value(Read(a))}" : "";
        var before = page.Before is { } b ? $" and {column} < {sql.Value(Read(b))}" : "";
        return $"{after}{before} order by {column} {(page.Backward ? "desc" : "asc")} limit {sql.Value(page.Size + 1)}";
    }

    public static Connection<T> Connect<T>(List<T> rows, PageArguments page, int total, Func<T, long> position)
    {
        var more = rows.Count > page.Size;
        if (more)
            rows.RemoveAt(rows.Count - 1);
        if (page.Backward)
            rows.Reverse();
        return Connection<T>.From(rows, page, more, total, row => Write(position(row)));
    }

    private static string Write(long position) => NodeId.Of("p", position.ToString(CultureInfo.InvariantCulture));

    private static long Read(string cursor) =>
        NodeId.Read(cursor) is ("p", var digits) && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new GraphQLError($"The cursor \"{cursor}\" belongs to another list.");
}

internal static class InstantSql
{
    /// <summary>Rows after <paramref name="since"/> and up to <paramref name="until"/>, each a position or a time.</summary>
    public static string Between(AsOf? since, AsOf? until, string position, string time, SqlText sql)
    {
        var from = since switch
        {
            AsOf.AtPosition at => $"{position} > {sql.Value(at.Position)}",
            AsOf.AtTime at => $"{time} >= {sql.Value(at.Time.UtcDateTime)}",
            _ => "true",
        };
        var to = until switch
        {
            AsOf.AtPosition at => $"{position} <= {sql.Value(at.Position)}",
            AsOf.AtTime at => $"{time} <= {sql.Value(at.Time.UtcDateTime)}",
            _ => "true",
        };
        return $"{from} and {to}";
    }
}
