using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>One projection's tables and its row in <c>mt_event_progression</c>.</summary>
internal sealed class ProjectionTables(NpgsqlDataSource database, IProjection projection)
{
    /// <summary>Where the projection is. Builds its tables first when they, or its checkpoint, are not there.</summary>
    public async Task<long> PrepareAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended($1, 0))", ct, $"events:{projection.Name}");
        if (await PositionAsync(connection, ct) is { } position)
            return position;

        // Tables without a checkpoint hold nobody knows what; a checkpoint without tables promises what is not there.
        await connection.ExecuteAsync($"drop schema if exists {projection.Schema} cascade", ct);
        await connection.ExecuteAsync($"create schema {projection.Schema}", ct);
        await connection.ExecuteAsync($"set local search_path = {projection.Schema}, public", ct);
        var tables = $"{projection.Ddl}\n{(projection as IBulkProjection)?.Keys}\n{projection.Indexes}";
        await connection.ExecuteAsync(tables.Replace("{schema}", projection.Schema, StringComparison.Ordinal), ct);
        await connection.ExecuteAsync("""
            insert into events.mt_event_progression (name, last_seq_id) values ($1, 0)
            on conflict (name) do update set last_seq_id = 0, last_updated = now()
            """, ct, projection.Name);
        await connection.ExecuteAsync("delete from events.cat_dead_letters where projection = $1", ct, projection.Name);
        await transaction.CommitAsync(ct);
        return 0;
    }

    /// <summary>Applies events and moves the checkpoint, both or neither.</summary>
    /// <param name="end">Where the checkpoint goes: the last event, or one behind it that is left out.</param>
    /// <returns>False when the checkpoint is not at <paramref name="floor"/> any more: another process did this work, nothing was written.</returns>
    public async Task<bool> ApplyAsync(IReadOnlyList<RecordedEvent> events, long floor, long end, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The checkpoint first: its row lock makes a second process wait here, see that the work is done, and leave.
        await using (var advance = new NpgsqlCommand(
            "update events.mt_event_progression set last_seq_id = $1, last_updated = now() where name = $2 and last_seq_id = $3", connection)
        {
            Parameters = { new() { Value = end }, new() { Value = projection.Name }, new() { Value = floor } },
        })
        {
            if (await advance.ExecuteNonQueryAsync(ct) == 0)
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

    /// <summary>The events an operator told this projection to leave out.</summary>
    public async Task<IReadOnlySet<long>> SkipsAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select coalesce(array_agg(seq_id), '{}') from events.cat_skips where projection = $1");
        command.Parameters.Add(new() { Value = projection.Name });
        return ((long[])(await command.ExecuteScalarAsync(ct))!).ToHashSet();
    }

    private async Task<long?> PositionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select last_seq_id from events.mt_event_progression where name = $1 and to_regnamespace($2) is not null", connection)
        {
            Parameters = { new() { Value = projection.Name }, new() { Value = projection.Schema } },
        };
        return await command.ExecuteScalarAsync(ct) as long?;
    }
}
