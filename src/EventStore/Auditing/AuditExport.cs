using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>What an audit file is to hold.</summary>
/// <param name="Scope">Said in the file as it is; null for everything.</param>
/// <param name="Streams">Whose events; null for all.</param>
/// <param name="Program">The name and version of the program.</param>
public sealed record AuditRequest(long From, long To, string? Scope, IReadOnlyCollection<string>? Streams, string Program);

/// <summary>
/// Writes a part of the log to a file that proves itself: every event with what its hash is chained to and its path in the tree of a signed anchor,
/// and a signature over the whole. <see cref="AuditCheck"/> needs nothing else. ops/decisions/0016.
/// </summary>
public sealed class AuditExport(NpgsqlDataSource database, EventLog log, SigningKeyFile key)
{
    /// <summary>Writes the events of the positions, oldest first. What is not anchored yet is anchored before.</summary>
    /// <returns>How many events were written.</returns>
    /// <param name="progress">Told after each page up to which position it is.</param>
    /// <exception cref="SigningKeyException">There is no key; nothing was written.</exception>
    /// <exception cref="OperationRefusedException">The log reaches no further than the anchors, which cannot be made here; nothing was written.</exception>
    public async Task<long> WriteAsync(Stream to, AuditRequest request, IProgress<long>? progress, CancellationToken ct)
    {
        var signer = key.Open();
        var anchors = new Anchors(database, log, new AnchorOptions(), key);
        var upTo = Math.Min(request.To, await log.MarkAsync(ct));
        var all = await AnchoredAsync(anchors, upTo, ct);
        var wanted = all.Where(anchor => anchor.To >= request.From && anchor.From <= upTo).ToList();
        var known = await anchors.KeysAsync(ct);
        var keys = wanted.Select(anchor => anchor.Key).OfType<string>().Where(known.ContainsKey).Select(id => known[id]).Append(signer.Public).DistinctBy(each => each.Id, StringComparer.Ordinal);

        var lines = new Lines(to);
        var header = new AuditHeader(await StoreAsync(ct), request.From, upTo, request.Scope, request.Streams?.Count, DateTimeOffset.UtcNow, request.Program);
        await lines.WriteAsync(json => AuditLines.Header(json, header), ct);
        foreach (var each in keys)
            await lines.WriteAsync(json => AuditLines.Key(json, each), ct);
        var events = 0L;
        var before = all.TakeWhile(anchor => anchor.To < request.From).LastOrDefault()?.Link;
        foreach (var anchor in wanted)
        {
            await lines.WriteAsync(json => AuditLines.Anchor(json, anchor, before), ct);
            events = await WriteAsync(lines, anchor, header, request.Streams, events, progress, ct);
            before = anchor.Link;
        }

        var end = new AuditEnd(events, lines.Count, lines.Digest());
        var signature = Convert.ToBase64String(signer.Sign(end.Statement));
        await lines.WriteAsync(json => AuditLines.End(json, end, signer.Public.Id, signature), ct);
        return events;
    }

    private async Task<long> WriteAsync(
        Lines lines, Anchor anchor, AuditHeader header, IReadOnlyCollection<string>? streams, long events, IProgress<long>? progress, CancellationToken ct)
    {
        (long[] Positions, MerklePaths Paths)? tree = null;
        await foreach (var page in ChainedRows.ReadAsync(database, Math.Max(anchor.From, header.From), Math.Min(anchor.To, header.To), streams, ct))
        {
            tree ??= await TreeAsync(anchor, ct);
            foreach (var e in page)
            {
                events++;
                var leaf = Array.BinarySearch(tree.Value.Positions, e.Position);
                var place = new AuditPlace(events, leaf, [.. tree.Value.Paths.Of(leaf).Select(Convert.ToHexStringLower)]);
                await lines.WriteAsync(json => AuditLines.Event(json, e, place), ct);
            }

            progress?.Report(page[^1].Position);
        }

        return events;
    }

    private static async Task<IReadOnlyList<Anchor>> AnchoredAsync(Anchors anchors, long upTo, CancellationToken ct)
    {
        var all = await anchors.AllAsync(ct);
        var last = all.Count == 0 ? 0 : all[^1].To;
        if (last >= upTo)
            return all;
        try
        {
            while (last < upTo && await anchors.MakeNowAsync(ct) is { } made)
                last = made.To;
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            throw new OperationRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"What came after @{last} is not anchored yet, and this database takes no changes: end at @{last}, or ask the primary. Nothing was written."));
        }

        return await anchors.AllAsync(ct);
    }

    private async Task<(long[] Positions, MerklePaths Paths)> TreeAsync(Anchor anchor, CancellationToken ct)
    {
        var positions = new List<long>();
        var leaves = new List<byte[]>();
        await using var select = database.CreateCommand("select seq_id, coalesce(hash, '') from events.cat_links where seq_id >= $1 and seq_id <= $2 order by seq_id");
        select.Parameters.Add(new() { Value = anchor.From });
        select.Parameters.Add(new() { Value = anchor.To });
        await using var rows = await select.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            positions.Add(rows.GetInt64(0));
            leaves.Add(Anchors.Leaf(rows.GetInt64(0), rows.GetString(1)));
        }

        return ([.. positions], new MerklePaths(leaves));
    }

    private async Task<string> StoreAsync(CancellationToken ct)
    {
        await using var select = database.CreateCommand("select coalesce(hash, '') from events.cat_links order by seq_id limit 1");
        return await select.ExecuteScalarAsync(ct) as string ?? "";
    }

    /// <summary>Lines that are counted and digested on their way.</summary>
    private sealed class Lines(Stream to)
    {
        private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly ArrayBufferWriter<byte> line = new();

        public long Count { get; private set; }

        public string Digest() => Convert.ToHexStringLower(digest.GetCurrentHash());

        public async Task WriteAsync(Action<Utf8JsonWriter> members, CancellationToken ct)
        {
            AuditLines.Write(line, members);
            digest.AppendData(line.WrittenSpan);
            await to.WriteAsync(line.WrittenMemory, ct);
            line.ResetWrittenCount();
            Count++;
        }
    }
}
