using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Building a projection anew beside the build that is served. Any process may ask; those that follow the projection build, and keep the
/// build level afterwards until it is discarded.
/// </summary>
public sealed class Rebuilds(NpgsqlDataSource database)
{
    /// <summary>Asks for a build beside the served one.</summary>
    /// <returns>False when it was asked for before; nothing was changed.</returns>
    /// <exception cref="OperationRefusedException">There is no such projection.</exception>
    public async Task<bool> AskAsync(string projection, string actor, string? because, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await MustExistAsync(connection, projection, ct);
        await using var insert = new NpgsqlCommand(
            "insert into events.cat_rebuilds (projection, actor, because) values ($1, $2, $3) on conflict on constraint cat_rebuilds_pk do nothing", connection)
        {
            Parameters = { new() { Value = projection }, new() { Value = actor }, new() { Value = (object?)because ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
        };
        return await insert.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Drops what stands beside a projection, whatever its state. The served build is not touched.</summary>
    /// <exception cref="OperationRefusedException">Nothing stands beside it.</exception>
    public async Task DiscardAsync(IProjection projection, CancellationToken ct)
    {
        var beside = new Beside(projection);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ProjectionTables.LockNameAsync(connection, beside.Name, ct);
        await using (var delete = new NpgsqlCommand("delete from events.cat_rebuilds where projection = $1", connection) { Parameters = { new() { Value = projection.Name } } })
        {
            if (await delete.ExecuteNonQueryAsync(ct) == 0)
                throw new OperationRefusedException($"Nothing stands beside {projection.Name}.");
        }
        // Its follower finds neither row nor tables after this, and no wish for new ones.
        await connection.ExecuteAsync("delete from events.mt_event_progression where name = $1", ct, beside.Name);
        foreach (var table in Switch.TablesByProjection)
            await connection.ExecuteAsync($"delete from events.{table} where projection = $1", ct, beside.Name);
        await connection.ExecuteAsync($"drop schema if exists {beside.Schema} cascade", ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task MustExistAsync(NpgsqlConnection connection, string projection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select array_agg(name order by name), coalesce(bool_or(name = $1), false) from events.mt_event_progression
            where name <> $2 and right(name, length($3)) <> $3
            """, connection)
        {
            Parameters = { new() { Value = projection }, new() { Value = HighWater.ProgressName }, new() { Value = Beside.NameOf("") } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        if (row.GetBoolean(1))
            return;
        var names = await row.IsDBNullAsync(0, ct) ? "none yet" : string.Join(", ", row.GetFieldValue<string[]>(0));
        throw new OperationRefusedException($"No projection is called '{projection}'; there are {names}.");
    }
}
