using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.EventStore;

/// <summary>What an operator wants served.</summary>
/// <param name="Back">The former build is to be served again. It was served before, so it is not compared.</param>
/// <param name="AcceptDifferences">Serve what stands beside though it differs, or cannot be compared because the served build has stopped.</param>
/// <param name="Because">Kept with the switch; needed to accept differences.</param>
public sealed record SwitchOrder(string Projection, string Actor, bool Back = false, bool AcceptDifferences = false, string? Because = null);

/// <summary>How a switch went.</summary>
/// <param name="Switched">False when the builds differ and nothing was changed.</param>
/// <param name="Position">Where both builds were compared, and the new one is served from.</param>
/// <param name="NotCompared">Why the builds could not be compared; null when they were, or need not be.</param>
public sealed record SwitchReport(bool Switched, long Position, IReadOnlyList<TableDifference> Differences, string? NotCompared);

/// <summary>
/// Serves the build beside a projection in place of the one served, in one transaction: bring whichever is behind level with the other, compare, exchange the names of
/// their schemas and everything that is kept by name. What was served stands beside afterwards and goes on being followed. <see cref="ProjectionTables"/> says why
/// followers neither lose nor repeat an event.
/// </summary>
/// <remarks>
/// Readers find tables by the schema's name. PostgreSQL does not lock a schema it renames, and tells the other sessions only after the commit is visible:
/// in between, one session reads the new build and the next still the former, which may be a page behind. Hence every table of both is locked before the names change.
/// A session that knows the old name waits at the table, is told before the lock is released, and looks the name up again, prepared statements included.
/// </remarks>
public sealed class Switch(NpgsqlDataSource database, EventLog log, IReadOnlyList<IProjection> projections)
{
    /// <summary>One attempt at the locks; readers and followers queue behind it.</summary>
    private const string LockTimeout = "500ms";

    /// <summary>More than this is left to the followers: they do not hold the checkpoints while they apply it.</summary>
    private const long MostMissing = Build.PageSize;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Tables of ours that keep something about a build under its name, beside the checkpoint.</summary>
    internal static readonly IReadOnlyList<string> TablesByProjection = ["cat_dead_letters", "cat_skips", "cat_parked", "cat_builds"];

    /// <exception cref="OperationRefusedException">There is nothing to switch to, or it is not ready; nothing was changed.</exception>
    public async Task<SwitchReport> RunAsync(SwitchOrder order, CancellationToken ct)
    {
        var served = projections.FirstOrDefault(each => string.Equals(each.Name, order.Projection, StringComparison.Ordinal))
            ?? throw new OperationRefusedException($"No projection is called '{order.Projection}'; there are {string.Join(", ", projections.Select(each => each.Name))}.");
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await TryAsync(order, served, new Beside(served), ct);
            }
            catch (PostgresException e) when (IsLock(e))
            {
                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                    throw new OperationRefusedException($"{served.Name} was busy for {Patience.TotalSeconds} s; nothing was switched. Try again.");
            }
            await Task.Delay(Random.Shared.Next(20, 200), ct);
        }
    }

    private async Task<SwitchReport> TryAsync(SwitchOrder order, IProjection served, Beside beside, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A comparison takes as long as it takes, whatever the server allows other statements.
        await connection.ExecuteAsync($"set local lock_timeout = '{LockTimeout}'; set local statement_timeout = 0", ct);
        await ProjectionTables.LockNameAsync(connection, beside.Name, ct);
        var (from, to) = await LockCheckpointsAsync(connection, served, beside, ct);
        await RefuseUnreadyAsync(connection, order, beside, ct);

        // What is served may not go back to an older position, so the build beside catches up at least.
        if (to < from)
            await LevelAsync(connection, beside, to, from, ct);
        var position = Math.Max(from, to);
        var (differences, notCompared) = order.Back ? ([], null) : await CompareAsync(connection, transaction, order, served, beside, from, position, ct);
        if ((differences.Count > 0 || notCompared is not null) && !order.AcceptDifferences)
            return new(false, position, differences, notCompared);

        await LockTablesAsync(connection, transaction, served, beside, ct);
        await ExchangeAsync(connection, served, beside, ct);
        await RecordAsync(connection, order, position, differences, notCompared, ct);
        await transaction.CommitAsync(ct);
        return new(true, position, differences, notCompared);
    }

    private static async Task<(long Served, long Beside)> LockCheckpointsAsync(NpgsqlConnection connection, IProjection served, Beside beside, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select name, last_seq_id from events.mt_event_progression where name in ($1, $2) order by name for update", connection)
        {
            Parameters = { new() { Value = served.Name }, new() { Value = beside.Name } },
        };
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(row.GetString(0), row.GetInt64(1));
        return found.TryGetValue(served.Name, out var from) && found.TryGetValue(beside.Name, out var to)
            ? (from, to)
            : throw new OperationRefusedException($"Nothing is built beside {served.Name}: ask for it with 'store rebuild {served.Name}'.");
    }

    private static async Task RefuseUnreadyAsync(NpgsqlConnection connection, SwitchOrder order, Beside beside, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select (select former from events.cat_rebuilds where projection = $1), exists (select from events.cat_builds where projection = $2),
                exists (select from events.cat_parked where projection = $2), (select min(seq_id) from events.cat_dead_letters where projection = $2),
                (select min(s.seq_id) from events.cat_skips s join events.mt_event_progression p on p.name = s.projection and s.seq_id > p.last_seq_id where p.name in ($1, $2))
            """, connection)
        {
            Parameters = { new() { Value = order.Projection }, new() { Value = beside.Name } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var isFormer = !await row.IsDBNullAsync(0, ct) && row.GetBoolean(0);
        var refusal = (order.Back, isFormer) switch
        {
            (true, false) => $"What stands beside {order.Projection} was never served: switch to it without --back, so that it is compared.",
            (false, true) => $"What stands beside {order.Projection} is the former build: go back to it with --back, or discard it and rebuild.",
            _ when row.GetBoolean(1) => $"{beside.Name} is being built still: see 'store status'.",
            _ when row.GetBoolean(2) => $"{beside.Name} is parked: let it go on with 'store retry {beside.Name}' first.",
            _ when !await row.IsDBNullAsync(3, ct) => $"{beside.Name} has stopped at {At(row.GetInt64(3))}: see 'store status', and help it with 'store retry' or 'store skip'.",
            // Followers learn of a skip when they resume, and must have done so under the name it was given for.
            _ when !await row.IsDBNullAsync(4, ct) => $"A follower is about to leave out {At(row.GetInt64(4))}: try again in a moment.",
            _ => null,
        };
        if (refusal is not null)
            throw new OperationRefusedException(refusal);
    }

    private async Task<(IReadOnlyList<TableDifference> Differences, string? NotCompared)> CompareAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, SwitchOrder order, IProjection served, Beside beside, long from, long position, CancellationToken ct)
    {
        if (from < position)
        {
            await transaction.SaveAsync("uncompared", ct);
            try
            {
                await LevelAsync(connection, served, from, position, ct);
            }
            catch (OperationRefusedException e)
            {
                // The build that is to be replaced may be the broken one.
                await transaction.RollbackAsync("uncompared", ct);
                return ([], e.Message);
            }
        }
        return (await Comparison.OfAsync(connection, served.Schema, beside.Schema, ct), null);
    }

    /// <summary>Applies what a build lacks, under the lock of its checkpoint.</summary>
    /// <exception cref="OperationRefusedException">It cannot be applied, or is too much; the transaction may be broken.</exception>
    private async Task LevelAsync(NpgsqlConnection connection, IProjection build, long from, long to, CancellationToken ct)
    {
        if (to - from > MostMissing)
            throw new OperationRefusedException($"{build.Name} is {to - from} behind the other build: let it come level first, with a portal running or 'store rebuild --wait'.");
        var skips = await SkipsAsync(connection, build, ct);
        await connection.ExecuteAsync($"set local search_path = {build.Schema}, public", ct);
        try
        {
            for (var page = await log.ReadAsync(from, to, Build.PageSize, ct); page.Count > 0; page = await log.ReadAsync(page[^1].Position, to, Build.PageSize, ct))
            {
                List<RecordedEvent> applied = [.. page.Where(e => !skips.Contains(e.Position))];
                if (applied.Find(e => e.Event is null) is { } unknown)
                    throw new OperationRefusedException($"{build.Name} lacks {At(unknown.Position)}, whose type '{unknown.Type}' is unknown to this program.");
                if (applied.Count > 0)
                    await build.ApplyAsync(applied, connection, ct);
            }
        }
        catch (Exception e) when (e is not OperationRefusedException && !Weather.Is(e) && !IsLock(e) && !ct.IsCancellationRequested)
        {
            throw new OperationRefusedException($"{build.Name} is at {At(from)} and cannot be brought to {At(to)}: {e.Message}");
        }
        await connection.ExecuteAsync("update events.mt_event_progression set last_seq_id = $1, last_updated = now() where name = $2", ct, to, build.Name);
    }

    private static async Task<IReadOnlySet<long>> SkipsAsync(NpgsqlConnection connection, IProjection build, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select coalesce(array_agg(seq_id), '{}') from events.cat_skips where projection = $1", connection)
        {
            Parameters = { new() { Value = build.Name } },
        };
        return ((long[])(await command.ExecuteScalarAsync(ct))!).ToHashSet();
    }

    /// <summary>Keeps readers out until the commit. Tried again alone: what was compared stays compared while the checkpoints are locked.</summary>
    private static async Task LockTablesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, IProjection served, Beside beside, CancellationToken ct)
    {
        var tables = (await BuildTable.OfAsync(connection, served.Schema, ct)).Select(table => $"{served.Schema}.{table.Name}")
            .Concat((await BuildTable.OfAsync(connection, beside.Schema, ct)).Select(table => $"{beside.Schema}.{table.Name}"));
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await transaction.SaveAsync("unlocked", ct);
            try
            {
                // For all of them together: a reader that holds one and waits for another must not wait until it is taken for a deadlock.
                await connection.ExecuteAsync($"set local statement_timeout = '{LockTimeout}'", ct);
                await connection.ExecuteAsync($"lock table {string.Join(", ", tables)} in access exclusive mode", ct);
                await connection.ExecuteAsync("set local statement_timeout = 0", ct);
                return;
            }
            catch (PostgresException e) when (IsLock(e) && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await transaction.RollbackAsync("unlocked", ct);
            }
            await Task.Delay(Random.Shared.Next(20, 200), ct);
        }
    }

    /// <summary>Each build keeps its tables, its checkpoint and what was said about it; only the names change hands.</summary>
    private static async Task ExchangeAsync(NpgsqlConnection connection, IProjection served, Beside beside, CancellationToken ct)
    {
        await connection.ExecuteAsync($"""
            alter schema {served.Schema} rename to {served.Schema}_switching;
            alter schema {beside.Schema} rename to {served.Schema};
            alter schema {served.Schema}_switching rename to {beside.Schema};
            """, ct);
        await connection.ExecuteAsync("""
            update events.mt_event_progression p set last_seq_id = o.last_seq_id, last_updated = now()
            from events.mt_event_progression o where (p.name, o.name) in (($1, $2), ($2, $1))
            """, ct, served.Name, beside.Name);
        foreach (var table in TablesByProjection)
        {
            await connection.ExecuteAsync($"update events.{table} set projection = $1 || '+switching' where projection = $1", ct, served.Name);
            await connection.ExecuteAsync($"update events.{table} set projection = $1 where projection = $2", ct, served.Name, beside.Name);
            await connection.ExecuteAsync($"update events.{table} set projection = $2 where projection = $1 || '+switching'", ct, served.Name, beside.Name);
        }
        await connection.ExecuteAsync("update events.cat_rebuilds set former = true where projection = $1", ct, served.Name);
    }

    private static async Task RecordAsync(NpgsqlConnection connection, SwitchOrder order, long position, IReadOnlyList<TableDifference> differences, string? notCompared, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "insert into events.cat_switches (projection, seq_id, back, actor, because, differences) values ($1, $2, $3, $4, $5, $6)", connection)
        {
            Parameters =
            {
                new() { Value = order.Projection }, new() { Value = position }, new() { Value = order.Back }, new() { Value = order.Actor },
                new() { Value = (object?)order.Because ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)notCompared ?? (differences.Count > 0 ? string.Join("; ", differences) : DBNull.Value), NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static bool IsLock(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled };

    private static string At(long position) => string.Create(CultureInfo.InvariantCulture, $"@{position}");
}
