using System.Globalization;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>The log and everything that follows it, for who runs it.</summary>
/// <param name="Position">The last position that can be read.</param>
/// <param name="Events">How many the log holds, about: PostgreSQL's estimate once there is one.</param>
/// <param name="Bytes">On disk, indexes included: the log alone.</param>
/// <param name="Projections">By name; those that no program follows any more too.</param>
public sealed record StoreStatus(long Position, long Events, long Bytes, IReadOnlyList<ProjectionStatus> Projections);

/// <summary>How far a projection has come, whichever process moves it.</summary>
/// <param name="Lag">Positions it is behind, holes included.</param>
/// <param name="MovedAt">When it last moved.</param>
/// <param name="StoppedAt">The event it stopped at; null when it runs.</param>
/// <param name="Skipped">Events it was told to leave out, by position.</param>
public sealed record ProjectionStatus(string Name, long Position, long Lag, DateTimeOffset MovedAt, DeadLetter? StoppedAt, IReadOnlyList<SkippedEvent> Skipped);

/// <summary>An event that a projection could not apply.</summary>
public sealed record DeadLetter(long Position, string Type, string Stream, int Attempts, string Error, DateTimeOffset At);

/// <summary>An event that a projection leaves out, who said so, and why.</summary>
public sealed record SkippedEvent(long Position, string Because, string Actor, DateTimeOffset At);

/// <summary>What an operator asks of the store and tells it. All of it is in the database, so it works beside running processes.</summary>
public sealed class StoreOperations(NpgsqlDataSource database, EventLog log)
{
    public async Task<StoreStatus> StatusAsync(CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    select case when bool_and(reltuples > 0) then sum(reltuples)::bigint else (select count(*) from events.mt_events) end,
                        sum(pg_total_relation_size(oid))::bigint
                    from pg_class
                    where relkind = 'r' and oid in (select 'events.mt_events'::regclass union all select relid from pg_partition_tree('events.mt_events'))
                    """),
                new("select projection, seq_id, because, actor, at from events.cat_skips order by projection, seq_id"),
                new("""
                    select p.name, p.last_seq_id, p.last_updated, d.seq_id, e.type, e.stream_id, d.attempt, d.error, d.at
                    from events.mt_event_progression p
                    left join lateral (select * from events.cat_dead_letters d where d.projection = p.name order by d.seq_id limit 1) d on true
                    left join events.mt_events e on e.seq_id = d.seq_id
                    where p.name <> $1 order by p.name
                    """) { Parameters = { new() { Value = HighWater.ProgressName } } },
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        var (events, bytes) = (rows.GetInt64(0), rows.GetInt64(1));

        await rows.NextResultAsync(ct);
        var skips = new List<(string Projection, SkippedEvent Skipped)>();
        while (await rows.ReadAsync(ct))
            skips.Add((rows.GetString(0), new SkippedEvent(rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4))));
        var skipped = skips.ToLookup(skip => skip.Projection, skip => skip.Skipped, StringComparer.Ordinal);

        await rows.NextResultAsync(ct);
        var projections = new List<ProjectionStatus>();
        while (await rows.ReadAsync(ct))
        {
            var (name, position) = (rows.GetString(0), rows.GetInt64(1));
            var stopped = await rows.IsDBNullAsync(3, ct)
                ? null
                : new DeadLetter(rows.GetInt64(3), rows.GetString(4), rows.GetString(5), rows.GetInt32(6), rows.GetString(7), rows.GetFieldValue<DateTimeOffset>(8));
            projections.Add(new(name, position, Math.Max(mark - position, 0), rows.GetFieldValue<DateTimeOffset>(2), stopped, [.. skipped[name]]));
        }

        return new StoreStatus(mark, events, bytes, projections);
    }

    /// <summary>Lets a projection try the event it stopped at again, in whichever process follows it.</summary>
    /// <exception cref="OperationRefusedException">There is no such projection, or it has not stopped at an event.</exception>
    public async Task<DeadLetter> RetryAsync(string projection, CancellationToken ct)
    {
        var letter = await StoppedAtAsync(projection, ct);
        await database.ExecuteAsync("delete from events.cat_dead_letters where projection = $1 and seq_id = $2", ct, projection, letter.Position);
        return letter;
    }

    /// <summary>
    /// Makes a projection go on without the event it stopped at. What it shows is then not what the log says; the reason stays with it.
    /// A projection built anew under another number meets the event again.
    /// </summary>
    /// <param name="position">The event it stopped at, named again so that no other is skipped by mistake.</param>
    /// <exception cref="OperationRefusedException">There is no such projection, or it has not stopped at that event.</exception>
    public async Task<DeadLetter> SkipAsync(string projection, long position, string because, string actor, CancellationToken ct)
    {
        var letter = await StoppedAtAsync(projection, ct);
        if (letter.Position != position)
            throw new OperationRefusedException($"{projection} has stopped at {At(letter.Position)}, not at {At(position)}; nothing was skipped.");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(
            "insert into events.cat_skips (projection, seq_id, because, actor) values ($1, $2, $3, $4) on conflict do nothing", ct,
            projection, position, because, actor);
        await connection.ExecuteAsync("delete from events.cat_dead_letters where projection = $1 and seq_id = $2", ct, projection, position);
        await transaction.CommitAsync(ct);
        return letter;
    }

    private async Task<DeadLetter> StoppedAtAsync(string projection, CancellationToken ct)
    {
        var all = (await StatusAsync(ct)).Projections;
        var found = all.FirstOrDefault(each => string.Equals(each.Name, projection, StringComparison.Ordinal))
            ?? throw new OperationRefusedException($"No projection is called '{projection}'; there are {string.Join(", ", all.Select(each => each.Name))}.");
        return found.StoppedAt
            ?? throw new OperationRefusedException($"{projection} has not stopped at an event; it is at {At(found.Position)}, {found.Lag} behind.");
    }

    private static string At(long position) => string.Create(CultureInfo.InvariantCulture, $"@{position}");
}

/// <summary>An operator asked for something that cannot be; nothing was changed.</summary>
public sealed class OperationRefusedException(string message) : Exception(message);
