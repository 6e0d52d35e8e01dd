using System.Security.Cryptography;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Large bodies beside the log, each stored once under the lower-case hex SHA-256 of its bytes. Bodies are never changed or removed.</summary>
public sealed class BodyStore(NpgsqlDataSource database)
{
    public async Task<string> PutAsync(ReadOnlyMemory<byte> utf8, CancellationToken ct = default) => (await PutAsync([utf8], ct))[0];

    /// <summary>Stores what is not there yet, all or none.</summary>
    /// <returns>The hashes, in the order given.</returns>
    public async Task<IReadOnlyList<string>> PutAsync(IReadOnlyCollection<ReadOnlyMemory<byte>> bodies, CancellationToken ct = default)
    {
        List<(string Hash, ReadOnlyMemory<byte> Body)> hashed = [.. bodies.Select(body => (Hash(body.Span), body))];
        var hashes = hashed.ConvertAll(h => h.Hash);
        await using var connection = await database.OpenConnectionAsync(ct);
        // A crawl mostly brings what is known already: asking costs 64 bytes a body, sending costs the body.
        var known = await KnownAsync(connection, hashes, ct);
        var missing = hashed.DistinctBy(h => h.Hash, StringComparer.Ordinal).Where(h => !known.Contains(h.Hash)).ToList();
        if (missing.Count > 0)
        {
            // In one order everywhere, so that two writers of the same bodies cannot wait for each other.
            missing.Sort((a, b) => string.CompareOrdinal(a.Hash, b.Hash));
            await using var insert = new NpgsqlCommand(
                "insert into events.cat_bodies (hash, body) select * from unnest($1, $2) on conflict (hash) do nothing", connection)
            {
                Parameters = { new() { Value = missing.ConvertAll(m => m.Hash) }, new() { Value = missing.Select(m => m.Body.ToArray()).ToArray() } },
            };
            await insert.ExecuteNonQueryAsync(ct);
        }
        return hashes;
    }

    /// <summary>The bodies by hash; hashes the store does not have are left out.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> GetAsync(IReadOnlyCollection<string> hashes, CancellationToken ct = default) =>
        await ReadRetry.AskAsync(database, async () =>
        {
            await using var select = database.CreateCommand("select hash, body from events.cat_bodies where hash = any($1)");
            select.Parameters.Add(new() { Value = hashes.ToArray() });
            var bodies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            await using var reader = await select.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                bodies.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
            return bodies;
        }, ct);

    /// <summary>The name a body is stored under.</summary>
    public static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    private static async Task<HashSet<string>> KnownAsync(NpgsqlConnection connection, List<string> hashes, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("select hash from events.cat_bodies where hash = any($1)", connection)
        {
            Parameters = { new() { Value = hashes } },
        };
        var known = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            known.Add(reader.GetString(0));
        return known;
    }
}
