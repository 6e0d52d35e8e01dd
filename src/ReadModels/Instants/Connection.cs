using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Instants;

public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

public sealed record Edge<T>(string Cursor, T Node);

/// <summary>One page of a list, in the list's order. The total is counted only when asked for.</summary>
public sealed record Connection<T>(IReadOnlyList<Edge<T>> Edges, PageInfo PageInfo, int TotalCount)
{
    public IEnumerable<T> Nodes => Edges.Select(edge => edge.Node);

    /// <summary>A page of a list that is already in memory; cursors are the caller's.</summary>
    public static Connection<T> Of(IReadOnlyList<T> all, PageArguments page, Func<T, string> cursor)
    {
        IEnumerable<T> rest = all;
        if (page.After is { } after)
            rest = rest.SkipWhile(item => !string.Equals(cursor(item), after, StringComparison.Ordinal)).Skip(1);
        if (page.Before is { } before)
            rest = rest.TakeWhile(item => !string.Equals(cursor(item), before, StringComparison.Ordinal));
        var window = rest.ToList();
        var taken = page.Backward ? window.TakeLast(page.Size).ToList() : window.Take(page.Size).ToList();
        var more = taken.Count < window.Count;
        return From(taken, page, more, all.Count, cursor);
    }

    /// <summary>A page from rows that were read with one more than asked for, in the list's order.</summary>
    public static Connection<T> From(IReadOnlyList<T> rows, PageArguments page, bool more, int total, Func<T, string> cursor)
    {
        var edges = rows.Select(row => new Edge<T>(cursor(row), row)).ToList();
        return new Connection<T>(
            edges,
            new PageInfo(
                page.Backward ? page.Before is not null : more,
                page.Backward ? more : page.After is not null,
                edges.Count == 0 ? null : edges[0].Cursor,
                edges.Count == 0 ? null : edges[^1].Cursor),
            total);
    }
}

/// <summary>The page a caller asks for: the first after a cursor, or the last before one.</summary>
public sealed record PageArguments(int Size, string? After, string? Before, bool Backward)
{
    public const int DefaultSize = 50;
    public const int MaxSize = 1000;

    /// <exception cref="GraphQLError">The arguments contradict each other or ask for too much.</exception>
    public static PageArguments Of(FieldContext context)
    {
        var first = Optional<int?>(context, "first");
        var last = Optional<int?>(context, "last");
        if (first is not null && last is not null)
            throw new GraphQLError("Give `first` or `last`, not both.");
        var size = first ?? last ?? DefaultSize;
        if (size is < 0 or > MaxSize)
            throw new GraphQLError($"`{(first is null ? "last" : "first")}` must be from 0 to {MaxSize}; {size} was asked for.");
        return new PageArguments(size, Optional<string?>(context, "after"), Optional<string?>(context, "before"), last is not null);
    }

    private static T? Optional<T>(FieldContext context, string name) => context.TryArgument<T>(name, out var value) ? value : default;
}
