using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.EventStore;

/// <summary>The latest value per name of things that are not facts: crawl runs, liveness. Kept out of the log, which would only grow by them.</summary>
public sealed class Heartbeats(NpgsqlDataSource database)
{
    /// <summary>Replaces the value of this name, unless a later one is there.</summary>
    /// <param name="data">Written as the log writes events: camelCase, nulls left out, enums as kebab-case text.</param>
    public async Task BeatAsync(string name, object data, DateTimeOffset at, CancellationToken ct = default)
    {
        await using var upsert = database.CreateCommand("""
            insert into events.cat_heartbeats as h (name, at, data) values ($1, $2, $3)
            on conflict (name) do update set at = excluded.at, data = excluded.data where h.at <= excluded.at
            """);
        upsert.Parameters.Add(new() { Value = name });
        upsert.Parameters.Add(new() { Value = at.ToUniversalTime() });
        upsert.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(data, data.GetType(), StoredJson.Plain) });
        await upsert.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes a name that nobody has; what is older is forgotten.</summary>
    /// <param name="prefix">Of the names that are forgotten.</param>
    /// <param name="name">Below the prefix.</param>
    /// <param name="at">When.</param>
    /// <param name="keep">Names under the prefix that were taken longer ago than this are free again.</param>
    /// <returns>Whether it was free; of several who ask at the same time, one is told so.</returns>
    public async Task<bool> ClaimAsync(string prefix, string name, DateTimeOffset at, TimeSpan keep, CancellationToken ct = default)
    {
        await using var claim = database.CreateCommand("""
            with forgotten as (delete from events.cat_heartbeats where name ^@ $1 and at < $3 and name <> $1 || $2)
            insert into events.cat_heartbeats as h (name, at, data) values ($1 || $2, $4, '{}')
            on conflict (name) do update set at = excluded.at where h.at < $3
            returning true
            """);
        claim.Parameters.Add(new() { Value = prefix });
        claim.Parameters.Add(new() { Value = name });
        claim.Parameters.Add(new() { Value = (at - keep).ToUniversalTime() });
        claim.Parameters.Add(new() { Value = at.ToUniversalTime() });
        return await claim.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Everything whose name starts with the prefix; all of it for the empty prefix.</summary>
    public async Task<IReadOnlyDictionary<string, (DateTimeOffset At, JsonElement Data)>> FindAsync(string prefix, CancellationToken ct = default) =>
        await ReadRetry.AskAsync(database, async () =>
        {
            await using var select = database.CreateCommand("select name, at, data from events.cat_heartbeats where name ^@ $1");
            select.Parameters.Add(new() { Value = prefix });
            var found = new Dictionary<string, (DateTimeOffset, JsonElement)>(StringComparer.Ordinal);
            await using var reader = await select.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                found.Add(reader.GetString(0), (reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<JsonElement>(2)));
            return found;
        }, ct);
}
