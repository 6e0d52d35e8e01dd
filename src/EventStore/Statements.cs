using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Statements that answer nothing.</summary>
internal static class Statements
{
    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(sql, ct, values);
    }
}
