using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.EventStore;

/// <summary>What a check of the hash chain found.</summary>
/// <param name="Checked">Events looked at.</param>
/// <param name="FirstBreak">The break with the lowest position; null when every link holds.</param>
/// <param name="Archived">Stubs of archived events the chain goes over; whether a file holds those events, the file tells.</param>
public sealed record ChainReport(long Checked, ChainBreak? FirstBreak, long Archived = 0);

/// <summary>A link that does not hold.</summary>
/// <param name="Position">Of the event that shows it; null when the end of the stream is gone.</param>
/// <param name="Problem"><c>changed</c>, <c>missing</c>, <c>end missing</c> or <c>unchained</c> (recorded by another writer).</param>
public sealed record ChainBreak(string Stream, long Version, long? Position, string Problem);

/// <summary>The two ways to check the chain. Both recompute every hash.</summary>
internal static class Chain
{
    /// <summary>Quick, on as many processors as the server gives one query; null when something does not hold.</summary>
    public static async Task<ChainReport?> HoldsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One pass that joins the log to itself by hashes: sorting would move every body, and an index would read the table in random order.
        await connection.ExecuteAsync("set local enable_nestloop = off; set local enable_mergejoin = off; set local work_mem = '64MB'; set local jit = off", ct);
        await using var command = new NpgsqlCommand("select checked, archived, holds from events.cat_holds()", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetBoolean(2) ? new ChainReport(reader.GetInt64(0), null, reader.GetInt64(1)) : null;
    }

    /// <summary>Stream by stream, naming the first break.</summary>
    public static async Task<ChainReport> FindBreakAsync(NpgsqlConnection connection, string? stream, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select checked, archived, stream, version, seq_id, problem from events.cat_verify($1)", connection)
        {
            CommandTimeout = 0, // some 100,000 events a second: a large log takes longer than any sensible default
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = (object?)stream ?? DBNull.Value } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var found = await reader.IsDBNullAsync(2, ct)
            ? null
            : new ChainBreak(reader.GetString(2), reader.GetInt64(3), await reader.IsDBNullAsync(4, ct) ? null : reader.GetInt64(4), reader.GetString(5));
        return new ChainReport(reader.GetInt64(0), found, reader.GetInt64(1));
    }
}
