using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Events;

public sealed record EventFilter(
    IReadOnlyList<string>? Types, IReadOnlyList<EntityRef>? Entity, IReadOnlyList<string>? Stream, IReadOnlyList<string>? Actor, AsOf? Since, AsOf? Until);

/// <summary>Finds events by what they are about; the events themselves come from the log.</summary>
public sealed class EventQueries(NpgsqlDataSource database, EventLog log)
{
    internal const string From = $"{EventsProjection.Schema}.event e";

    /// <summary>The events that match, oldest first.</summary>
    /// <param name="filter">What they must be; <c>since</c> and <c>until</c> as times mean when the log learned them.</param>
    /// <param name="at">Nothing later than this instant; as a time, nothing that took effect later.</param>
    /// <param name="ofEntity">Only what is about the entity of this identity, under whichever name.</param>
    public async Task<Connection<RecordedEvent>> PageAsync(
        EventFilter? filter, AsOf at, PageArguments page, bool withTotal, CancellationToken ct, string? ofEntity = null)
    {
        var total = 0;
        if (withTotal)
        {
            var count = new SqlText();
            count.Add($"select count(*)::int from {From} {OfEntity(ofEntity, count)} where {Matches(filter, at, count)}");
            total = await count.ScalarAsync<int>(database, ct);
        }

        var sql = new SqlText();
        sql.Add($"select e.position from {From} {OfEntity(ofEntity, sql)} where {Matches(filter, at, sql)} {PositionCursor.Page("e.position", page, sql)}");
        var positions = new List<long>();
        await using (var rows = await sql.ReadAsync(database, ct))
        {
            while (await rows.ReadAsync(ct))
                positions.Add(rows.GetInt64(0));
        }

        var events = await log.FindAsync(positions, ct);
        return PositionCursor.Connect([.. positions.Select(position => events[position])], page, total, recorded => recorded.Position);
    }

    private static string OfEntity(string? id, SqlText sql) => id is null
        ? ""
        : $"""
          join ({EntityNames.Spans($"array[{sql.Value(id)}]")} select ref, lower, upper from span) s
            on s.ref = e.entity and e.position >= s.lower and e.position < s.upper
          """;

    internal static string Matches(EventFilter? filter, AsOf at, SqlText sql)
    {
        var conditions = new List<string> { "true" };
        if (filter?.Types is { } types)
            conditions.Add($"e.type = any({sql.Value(types.ToArray())})");
        if (filter?.Entity is { } entities)
            conditions.Add($"e.entity = any({sql.Value(entities.Select(entity => entity.ToString()).ToArray())})");
        if (filter?.Stream is { } streams)
            conditions.Add($"e.stream = any({sql.Value(streams.ToArray())})");
        if (filter?.Actor is { } actors)
            conditions.Add($"e.actor = any({sql.Value(actors.ToArray())})");
        conditions.Add(InstantSql.Between(filter?.Since, filter?.Until, "e.position", "e.recorded_at", sql));
        conditions.Add(InstantSql.Between(null, at, "e.position", "e.effective_at", sql));
        return string.Join(" and ", conditions);
    }
}
