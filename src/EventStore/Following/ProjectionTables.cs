using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.EventStore;

/// <summary>Where a build is and what its follower must heed.</summary>
/// <param name="IsBuilding">Its indexes are still to come.</param>
/// <param name="Skips">The events an operator told it to leave out.</param>
/// <param name="Parked">Why it must not move; null when it may.</param>
internal sealed record Checkpoint(long Position, bool IsBuilding, IReadOnlySet<long> Skips, string? Parked);

/// <summary>The tables of one build of a projection and its row in <c>mt_event_progression</c>.</summary>
/// <remarks>
/// What holds at every commit: the tables in the schema of this name contain exactly the events up to the position in the row of this name, those skipped left out.
/// Every transaction that touches either locks the row first and resolves the schema's name only then (an unqualified table is looked up when the statement
/// that names it runs). So a switch, which holds both rows while it exchanges schemas and positions, is either wholly before such a transaction, whose
/// compare-and-set then decides against the new position, or wholly after it. Either way no event is applied twice or left out.
/// </remarks>
/// <param name="longestSilence">See <see cref="FollowerOptions.LongestSilence"/>.</param>
internal sealed class ProjectionTables(NpgsqlDataSource database, IProjection projection, TimeSpan longestSilence)
{
    // Whoever is frozen in a transaction must not hold up the one that takes over its work.
    private readonly string _endIfSilent = FormattableString.Invariant($"set local idle_in_transaction_session_timeout = {(int)longestSilence.TotalMilliseconds}");

    public string Name => projection.Name;

    /// <summary>The projection as one that can be built in bulk; null when it cannot.</summary>
    public IBulkProjection? Bulk => (projection is Beside beside ? beside.Served : projection) as IBulkProjection;

    /// <summary>Where the projection is. Creates its tables first when they, or its checkpoint, are not there.</summary>
    /// <param name="inBulk">Leaves the indexes of new tables to <see cref="FinishAsync"/>; a build beside always does, and is not ready before.</param>
    /// <returns>Null for a build beside that nobody wants; nothing was created.</returns>
    public async Task<Checkpoint?> PrepareAsync(bool inBulk, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(_endIfSilent, ct);
        await LockNameAsync(connection, projection.Name, ct);
        if (projection is Beside beside)
        {
            if (!await IsWantedAsync(connection, beside, ct))
                return null;
            inBulk = true;
        }
        if (await CheckpointAsync(connection, ct) is { } found)
            return found;

        // Tables without a checkpoint hold nobody knows what; a checkpoint without tables promises what is not there.
        await CreateAsync(connection, withKeys: true, ct);
        if (!inBulk)
            await RunAsync(connection, projection.Indexes, ct);
        await connection.ExecuteAsync("""
            insert into events.mt_event_progression (name, last_seq_id) values ($1, 0)
            on conflict (name) do update set last_seq_id = 0, last_updated = now()
            """, ct, projection.Name);
        await connection.ExecuteAsync("delete from events.cat_dead_letters where projection = $1", ct, projection.Name);
        await connection.ExecuteAsync("delete from events.cat_builds where projection = $1", ct, projection.Name);
        if (inBulk)
            await connection.ExecuteAsync("insert into events.cat_builds (projection) values ($1)", ct, projection.Name);
        var created = await CheckpointAsync(connection, ct);
        await transaction.CommitAsync(ct);
        return created;
    }

    /// <summary>Creates the indexes that were left for the end of a build. Nothing happens when another process did.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("select from events.mt_event_progression where name = $1 for update", ct, projection.Name);
        await using (var done = new NpgsqlCommand("delete from events.cat_builds where projection = $1", connection) { Parameters = { new() { Value = projection.Name } } })
        {
            if (await done.ExecuteNonQueryAsync(ct) == 0)
                return;
        }
        await connection.ExecuteAsync($"set local search_path = {projection.Schema}, public", ct);
        await RunAsync(connection, projection.Indexes, ct);
        // Readers may come the moment it is switched in: their first plans should know what is there.
        foreach (var table in await BuildTable.OfAsync(connection, projection.Schema, ct))
            await connection.ExecuteAsync($"analyze {table.Name}", ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Makes the tables of a build anew, empty and without keys, for this builder alone.</summary>
    /// <returns>False when another builder wrote lately, something in them counts, or there is no such build: nothing was changed.</returns>
    public Task<bool> BeginBulkAsync(Guid builder, CancellationToken ct) => RestartAsync(builder, withKeys: false, ct);

    /// <summary>Makes the tables of a build anew, empty and with keys, for followers' steps.</summary>
    /// <returns>As <see cref="BeginBulkAsync"/>.</returns>
    public Task<bool> EndBulkAsync(Guid builder, CancellationToken ct) => RestartAsync(builder, withKeys: true, ct);

    /// <summary>Writes rows of a build in bulk. What they contain counts with <see cref="CompleteBulkAsync"/> only.</summary>
    /// <returns>False when another builder has begun since: nothing was written.</returns>
    public async Task<bool> WriteBulkAsync(Guid builder, long reached, WriteRows write, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await OwnsAsync(connection, builder, reached, ct))
            return false;
        await write(connection, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Writes the last rows of a build in bulk and its keys, and moves the checkpoint to where it is.</summary>
    /// <returns>As <see cref="WriteBulkAsync"/>.</returns>
    public async Task<bool> CompleteBulkAsync(Guid builder, long reached, WriteRows write, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("select from events.mt_event_progression where name = $1 for update", ct, projection.Name);
        if (!await OwnsAsync(connection, builder, reached, ct))
            return false;
        await write(connection, ct);
        await RunAsync(connection, Bulk!.Keys, ct);
        await connection.ExecuteAsync("update events.mt_event_progression set last_seq_id = $1, last_updated = now() where name = $2", ct, reached, projection.Name);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<bool> RestartAsync(Guid builder, bool withKeys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(_endIfSilent, ct);
        await LockNameAsync(connection, projection.Name, ct);
        await using (var claim = new NpgsqlCommand("""
            update events.cat_builds b set builder = $2, reached = 0, at = now() from events.mt_event_progression p
            where b.projection = $1 and p.name = $1 and p.last_seq_id = 0 and (b.builder is null or b.builder = $3 or b.at < now() - $4)
            """, connection)
        {
            Parameters = { new() { Value = projection.Name }, new() { Value = withKeys ? DBNull.Value : builder, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = builder }, new() { Value = longestSilence * 2 } },
        })
        {
            if (await claim.ExecuteNonQueryAsync(ct) == 0)
                return false;
        }
        await CreateAsync(connection, withKeys, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Locks the build's row until the end of the transaction, if it is this builder's.</summary>
    private async Task<bool> OwnsAsync(NpgsqlConnection connection, Guid builder, long reached, CancellationToken ct)
    {
        await connection.ExecuteAsync(_endIfSilent, ct);
        await using var command = new NpgsqlCommand("update events.cat_builds set reached = $3, at = now() where projection = $1 and builder = $2", connection)
        {
            Parameters = { new() { Value = projection.Name }, new() { Value = builder }, new() { Value = reached } },
        };
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return false;
        await connection.ExecuteAsync($"set local search_path = {projection.Schema}, public", ct);
        return true;
    }

    /// <summary>Keeps whoever creates or drops the tables of a name apart, until the end of the transaction.</summary>
    public static Task LockNameAsync(NpgsqlConnection connection, string name, CancellationToken ct) =>
        connection.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended($1, 0))", ct, $"events:{name}");

    /// <summary>Applies events and moves the checkpoint, both or neither.</summary>
    /// <param name="end">Where the checkpoint goes: the last event, or one behind it that is left out.</param>
    /// <returns>False when the checkpoint is not at <paramref name="floor"/> any more: another process did this work, nothing was written.</returns>
    public async Task<bool> ApplyAsync(IReadOnlyList<RecordedEvent> events, long floor, long end, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The checkpoint first: its row lock makes a second process, or a switch, wait here, see that the work is done, and leave.
        await using (var advance = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(_endIfSilent),
                new("update events.mt_event_progression set last_seq_id = $1, last_updated = now() where name = $2 and last_seq_id = $3")
                {
                    Parameters = { new() { Value = end }, new() { Value = projection.Name }, new() { Value = floor } },
                },
            },
        })
        {
            if (await advance.ExecuteNonQueryAsync(ct) <= 0)
                return false;
        }
        if (events.Count > 0)
        {
            await connection.ExecuteAsync($"set local search_path = {projection.Schema}, public", ct);
            await projection.ApplyAsync(events, connection, ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task BuryAsync(long position, string error, CancellationToken ct) => await database.ExecuteAsync("""
        insert into events.cat_dead_letters as d (projection, seq_id, attempt, error) values ($1, $2, 1, $3)
        on conflict (projection, seq_id) do update set attempt = d.attempt + 1, error = excluded.error, at = now()
        """, ct, projection.Name, position, error);

    /// <summary>Forgets the dead letters of events that have been applied after all.</summary>
    public async Task UnburyAsync(long upTo, CancellationToken ct) =>
        await database.ExecuteAsync("delete from events.cat_dead_letters where projection = $1 and seq_id <= $2", ct, projection.Name, upTo);

    public async Task<bool> IsBuriedAsync(long position, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select from events.cat_dead_letters where projection = $1 and seq_id = $2)");
        command.Parameters.Add(new() { Value = projection.Name });
        command.Parameters.Add(new() { Value = position });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task CreateAsync(NpgsqlConnection connection, bool withKeys, CancellationToken ct)
    {
        await connection.ExecuteAsync($"drop schema if exists {projection.Schema} cascade", ct);
        await connection.ExecuteAsync($"create schema {projection.Schema}", ct);
        await connection.ExecuteAsync($"set local search_path = {projection.Schema}, public", ct);
        await connection.ExecuteAsync(projection.Ddl, ct);
        if (withKeys && Bulk is { } bulk)
            await connection.ExecuteAsync(bulk.Keys, ct);
    }

    /// <summary>Statements that make indexes: they may take as long as the tables are large, less so when what they sort fits in memory.</summary>
    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        if (sql.Length == 0)
            return;
        await using var command = new NpgsqlCommand("set local maintenance_work_mem = '256MB';" + sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<bool> IsWantedAsync(NpgsqlConnection connection, Beside beside, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exists (select from events.cat_rebuilds where projection = $1)", connection)
        {
            Parameters = { new() { Value = beside.Served.Name } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<Checkpoint?> CheckpointAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select p.last_seq_id, exists (select from events.cat_builds where projection = $1),
                (select coalesce(array_agg(seq_id), '{}') from events.cat_skips where projection = $1),
                (select format('Parked by %s: %s', actor, because) from events.cat_parked where projection = $1)
            from events.mt_event_progression p where p.name = $1 and to_regnamespace($2) is not null
            """, connection)
        {
            Parameters = { new() { Value = projection.Name }, new() { Value = projection.Schema } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(row.GetInt64(0), row.GetBoolean(1), row.GetFieldValue<long[]>(2).ToHashSet(), await row.IsDBNullAsync(3, ct) ? null : row.GetString(3))
            : null;
    }
}
