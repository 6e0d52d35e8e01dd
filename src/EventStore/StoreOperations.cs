using System.Globalization;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>The log and everything that follows it, for who runs it.</summary>
/// <param name="Position">The last position that can be read.</param>
/// <param name="Events">How many the log holds, about: PostgreSQL's estimate once there is one. A long log is never counted.</param>
/// <param name="Bytes">On disk, indexes included: the log alone.</param>
/// <param name="Projections">By name; those that no program follows any more too.</param>
/// <param name="Nodes">The processes that share the work now, in the order they came.</param>
/// <param name="Leases">The shared work, by name, and who does it.</param>
public sealed record StoreStatus(
    long Position, long Events, long Bytes, IReadOnlyList<ProjectionStatus> Projections, IReadOnlyList<NodeStatus> Nodes, IReadOnlyList<LeaseStatus> Leases)
{
    /// <summary>1, and one more for each time the log was restored from a backup.</summary>
    public int Epoch { get; init; } = 1;

    public ArchiveStatus? Archive { get; init; }
}

/// <summary>How far a projection has come, whichever process moves it.</summary>
/// <param name="Lag">Positions it is behind, holes included.</param>
/// <param name="MovedAt">When it last moved.</param>
/// <param name="StoppedAt">The event it stopped at; null when it runs.</param>
/// <param name="Skipped">Events it was told to leave out, by position.</param>
/// <param name="Parked">Who stopped it and why; null when nobody did.</param>
/// <param name="Rebuild">Set for a build that stands beside the served one, whose name ends in <c>+beside</c>.</param>
/// <param name="Switched">When another build was last served in its place; null for never.</param>
public sealed record ProjectionStatus(
    string Name, long Position, long Lag, DateTimeOffset MovedAt, DeadLetter? StoppedAt, IReadOnlyList<SkippedEvent> Skipped,
    Parking? Parked, RebuildStatus? Rebuild, SwitchRecord? Switched);

/// <summary>Who stopped a projection, and why.</summary>
public sealed record Parking(string Actor, string Because, DateTimeOffset At);

/// <summary>Who wanted a build beside the served one, and how far it is.</summary>
/// <param name="State"><c>asked</c> (nobody builds yet), <c>building</c>, <c>ready</c> to be switched in, or <c>former</c>: it was served before and can be again.</param>
public sealed record RebuildStatus(string State, string Actor, string? Because, DateTimeOffset At);

/// <summary>A switch that was made.</summary>
/// <param name="Position">From where on the other build was served.</param>
/// <param name="Differences">What was accepted; null when the builds were equal, or not compared on the way back.</param>
public sealed record SwitchRecord(long Position, bool Back, string Actor, string? Because, string? Differences, DateTimeOffset At);

/// <summary>An event that a projection could not apply.</summary>
public sealed record DeadLetter(long Position, string Type, string Stream, int Attempts, string Error, DateTimeOffset At);

/// <summary>An event that a projection leaves out, who said so, and why.</summary>
public sealed record SkippedEvent(long Position, string Because, string Actor, DateTimeOffset At);

/// <summary>What an operator asks of the store and tells it. All of it is in the database, so it works beside running processes.</summary>
public sealed class StoreOperations(NpgsqlDataSource database, EventLog log)
{
    /// <summary>Where PostgreSQL has no estimate yet, a log up to here is counted; of a longer one the position must do.</summary>
    private const long CountedAtMost = 10_000;

    public async Task<StoreStatus> StatusAsync(CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    select case when bool_and(reltuples > 0 or pg_relation_size(oid) = 0) then sum(greatest(reltuples, 0))::bigint
                            else (select case when count(*) < $2 then count(*) else greatest($1, $2) end from (select from events.mt_events limit $2) e) end,
                        sum(pg_total_relation_size(oid))::bigint
                    from pg_class
                    where relkind = 'r' and oid in (select 'events.mt_events'::regclass union all select relid from pg_partition_tree('events.mt_events'))
                    """) { Parameters = { new() { Value = mark }, new() { Value = CountedAtMost } } },
                new("select projection, seq_id, because, actor, at from events.cat_skips order by projection, seq_id"),
                new("""
                    select n.name, coalesce(greatest(p.last_seq_id, b.reached), 0), coalesce(p.last_updated, r.at), d.seq_id, e.type, e.stream_id, d.attempt, d.error, d.at,
                        k.actor, k.because, k.at,
                        case when r.projection is null then null when r.former then 'former' when p.name is null then 'asked'
                            when b.projection is not null then 'building' else 'ready' end, r.actor, r.because, r.at,
                        s.seq_id, s.back, s.actor, s.because, s.differences, s.at
                    from (select name from events.mt_event_progression where name <> $1 union select projection || $2 from events.cat_rebuilds) n
                    left join events.mt_event_progression p on p.name = n.name
                    left join lateral (select * from events.cat_dead_letters d where d.projection = n.name order by d.seq_id limit 1) d on true
                    left join events.mt_events e on e.seq_id = d.seq_id
                    left join events.cat_parked k on k.projection = n.name
                    left join events.cat_rebuilds r on r.projection || $2 = n.name
                    left join events.cat_builds b on b.projection = n.name
                    left join lateral (select * from events.cat_switches s where s.projection = n.name order by s.at desc limit 1) s on true
                    order by n.name
                    """) { Parameters = { new() { Value = HighWater.ProgressName }, new() { Value = Beside.NameOf("") } } },
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
            projections.Add(new(name, position, Math.Max(mark - position, 0), rows.GetFieldValue<DateTimeOffset>(2),
                await rows.IsDBNullAsync(3, ct) ? null : new(rows.GetInt64(3), rows.GetString(4), rows.GetString(5), rows.GetInt32(6), rows.GetString(7), Instant(8)),
                [.. skipped[name]],
                await rows.IsDBNullAsync(9, ct) ? null : new(rows.GetString(9), rows.GetString(10), Instant(11)),
                await rows.IsDBNullAsync(12, ct) ? null : new(rows.GetString(12), rows.GetString(13), Text(14), Instant(15)),
                await rows.IsDBNullAsync(16, ct) ? null : new(rows.GetInt64(16), rows.GetBoolean(17), rows.GetString(18), Text(19), Text(20), Instant(21))));
        }

        await rows.DisposeAsync();
        var (nodes, leases) = await SharedWork.ReadAsync(connection, ct);
        return new StoreStatus(mark, events, bytes, projections, nodes, leases)
        {
            Epoch = await new Epochs(database).CurrentAsync(ct),
            Archive = await new WalArchiving(database).StatusAsync(ct),
        };

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

        DateTimeOffset Instant(int column) => rows.GetFieldValue<DateTimeOffset>(column);
    }

    /// <summary>Lets a projection try the event it stopped at again, or go on after it was parked, in whichever process follows it.</summary>
    /// <returns>How it was before.</returns>
    /// <exception cref="OperationRefusedException">There is no such projection, or nothing keeps it.</exception>
    public async Task<ProjectionStatus> RetryAsync(string projection, CancellationToken ct)
    {
        var found = await FindAsync(projection, ct);
        if (found is { StoppedAt: null, Parked: null })
            throw NotStopped(found);
        await database.ExecuteAsync("""
            with released as (delete from events.cat_parked where projection = $1)
            delete from events.cat_dead_letters where projection = $1 and seq_id = $2
            """, ct, projection, found.StoppedAt?.Position ?? 0);
        return found;
    }

    /// <summary>Stops a projection, in whichever process follows it, until <see cref="RetryAsync"/>. Said again, it changes the reason.</summary>
    /// <exception cref="OperationRefusedException">There is no such projection.</exception>
    public async Task ParkAsync(string projection, string because, string actor, CancellationToken ct)
    {
        await FindAsync(projection, ct);
        await database.ExecuteAsync("""
            insert into events.cat_parked (projection, because, actor) values ($1, $2, $3)
            on conflict on constraint cat_parked_pk do update set because = excluded.because, actor = excluded.actor, at = excluded.at
            """, ct, projection, because, actor);
    }

    /// <summary>
    /// Makes a projection go on without the event it stopped at. What it shows is then not what the log says; the reason stays with it.
    /// A projection built anew under another number meets the event again.
    /// </summary>
    /// <param name="position">The event it stopped at, named again so that no other is skipped by mistake.</param>
    /// <exception cref="OperationRefusedException">There is no such projection, or it has not stopped at that event.</exception>
    public async Task<DeadLetter> SkipAsync(string projection, long position, string because, string actor, CancellationToken ct)
    {
        var found = await FindAsync(projection, ct);
        var letter = found.StoppedAt ?? throw NotStopped(found);
        if (letter.Position != position)
            throw new OperationRefusedException($"{projection} has stopped at {At(letter.Position)}, not at {At(position)}; nothing was skipped.");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The letter goes first: a switch gives it to another name, and the skip belongs to the build that stopped.
        await using (var take = new NpgsqlCommand("delete from events.cat_dead_letters where projection = $1 and seq_id = $2", connection)
        {
            Parameters = { new() { Value = projection }, new() { Value = position } },
        })
        {
            if (await take.ExecuteNonQueryAsync(ct) == 0)
                throw new OperationRefusedException($"{projection} does not stand at {At(position)} any more; nothing was skipped.");
        }
        await connection.ExecuteAsync(
            "insert into events.cat_skips (projection, seq_id, because, actor) values ($1, $2, $3, $4) on conflict do nothing", ct,
            projection, position, because, actor);
        await transaction.CommitAsync(ct);
        return letter;
    }

    /// <exception cref="OperationRefusedException">There is no such projection.</exception>
    public async Task<ProjectionStatus> FindAsync(string projection, CancellationToken ct)
    {
        var all = (await StatusAsync(ct)).Projections;
        return all.FirstOrDefault(each => string.Equals(each.Name, projection, StringComparison.Ordinal))
            ?? throw new OperationRefusedException($"No projection is called '{projection}'; there are {string.Join(", ", all.Select(each => each.Name))}.");
    }

    private static OperationRefusedException NotStopped(ProjectionStatus found) =>
        new($"{found.Name} has not stopped at an event; it is at {At(found.Position)}, {found.Lag} behind.");

    private static string At(long position) => string.Create(CultureInfo.InvariantCulture, $"@{position}");
}

/// <summary>An operator asked for something that cannot be; nothing was changed.</summary>
public sealed class OperationRefusedException(string message) : Exception(message);
