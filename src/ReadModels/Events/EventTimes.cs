using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Events;

/// <summary>How many events took effect in each of several spans of one length, one after the other.</summary>
public sealed record EventDensity(DateTimeOffset? Since, DateTimeOffset? Until, int Total, IReadOnlyList<int> Counts);

public sealed record EventsBeside(RecordedEvent? Before, RecordedEvent? After);

/// <summary>Asks when events took effect.</summary>
public sealed class EventTimes(NpgsqlDataSource database, EventLog log)
{
    private const int MostBuckets = 1000;

    /// <param name="since">Null for when the first event that matches took effect.</param>
    /// <param name="until">Null for when the last one did.</param>
    /// <exception cref="GraphQLError">The spans cannot be.</exception>
    public async Task<EventDensity> DensityAsync(EventFilter? filter, DateTimeOffset? since, DateTimeOffset? until, int buckets, CancellationToken ct)
    {
        if (buckets is < 1 or > MostBuckets)
            throw new GraphQLError($"`buckets` must be from 1 to {MostBuckets}; {buckets} was asked for.");
        var (first, last) = since is not null && until is not null ? (since, until) : await RangeAsync(filter, ct);
        if ((Whole(since ?? first), Whole(until ?? last)) is not ({ } from, { } to))
            return new EventDensity(since, until, 0, []);
        // Asked up to a time before the first event, or from one after the last: a span of no length.
        if (to < from && (since is null || until is null))
            (from, to) = since is null ? (to, to) : (from, from);
        if (to < from)
            throw new GraphQLError($"`since` {CatalogScalars.Iso(from)} is later than `until` {CatalogScalars.Iso(to)}.");

        // The last moment belongs to the last span, hence one microsecond more.
        var length = TimeSpan.FromMicroseconds(Math.Ceiling(((to - from).TotalMicroseconds + 1) / buckets));
        var sql = new SqlText { IsPlannedAnew = true };
        var (lower, upper) = (sql.Value(from.UtcDateTime), sql.Value(to.UtcDateTime));
        sql.Add(
            $"""
            select date_bin({sql.Value(length)}, e.effective_at, {lower}), count(*)::int from {EventQueries.From}
            where {EventQueries.Matches(filter, AsOf.Present, sql)} and e.effective_at between {lower} and {upper} group by 1
            """);
        var counts = new int[buckets];
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            counts[(int)((rows.GetFieldValue<DateTimeOffset>(0) - from) / length)] = rows.GetInt32(1);
        return new EventDensity(from, to, counts.Sum(), counts);
    }

    /// <summary>The events that match next to an instant: by when they took effect for a time, in the log's order for a position.</summary>
    public async Task<EventsBeside> BesideAsync(EventFilter? filter, AsOf at, CancellationToken ct)
    {
        var before = await FindAsync(filter, at, "<=", "desc", ct);
        var after = at is AsOf.Now ? null : await FindAsync(filter, at, ">", "asc", ct);
        var events = await log.FindAsync([.. new[] { before, after }.OfType<long>()], ct);
        return new EventsBeside(Found(before), Found(after));

        RecordedEvent? Found(long? position) => position is { } known ? events[known] : null;
    }

    /// <summary>In whole microseconds, as PostgreSQL counts.</summary>
    private static DateTimeOffset? Whole(DateTimeOffset? time) => time?.AddTicks(-(time.Value.Ticks % TimeSpan.TicksPerMicrosecond));

    private async Task<(DateTimeOffset? First, DateTimeOffset? Last)> RangeAsync(EventFilter? filter, CancellationToken ct)
    {
        var sql = new SqlText { IsPlannedAnew = true };
        sql.Add($"select min(e.effective_at), max(e.effective_at) from {EventQueries.From} where {EventQueries.Matches(filter, AsOf.Present, sql)}");
        await using var rows = await sql.ReadAsync(database, ct);
        await rows.ReadAsync(ct);
        return rows.IsDBNull(0) ? (null, null) : (rows.GetFieldValue<DateTimeOffset>(0), rows.GetFieldValue<DateTimeOffset>(1));
    }

    private async Task<long?> FindAsync(EventFilter? filter, AsOf at, string comparison, string direction, CancellationToken ct)
    {
        // A plan for any entity would walk the whole log by time to find the events of a rare one.
        var sql = new SqlText { IsPlannedAnew = true };
        var place = at switch
        {
            AsOf.AtPosition(var position) => $"e.position {comparison} {sql.Value(position)}",
            AsOf.AtTime(var time) => $"e.effective_at {comparison} {sql.Value(time.UtcDateTime)}",
            _ => "true",
        };
        var order = at is AsOf.AtPosition ? $"e.position {direction}" : $"e.effective_at {direction}, e.position {direction}";
        sql.Add($"select e.position from {EventQueries.From} where {EventQueries.Matches(filter, AsOf.Present, sql)} and {place} order by {order} limit 1");
        await using var rows = await sql.ReadAsync(database, ct);
        return await rows.ReadAsync(ct) ? rows.GetInt64(0) : null;
    }
}
