using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>The fingerprint of the events of some positions.</summary>
/// <param name="From">The first position, whether an event stands there or not.</param>
/// <param name="Leaves">How many events.</param>
/// <param name="Root">Merkle root over position and hash of each, lower-case hex.</param>
/// <param name="Link">Hash over this anchor and the link of the one before, lower-case hex: it stands for the whole log up to <paramref name="To"/>.</param>
public sealed record Anchor(long From, long To, long Leaves, string Root, string Link, DateTimeOffset At);

/// <summary>What a check of the anchors found.</summary>
/// <param name="Checked">Anchors that hold, up to the first that does not.</param>
/// <param name="FirstBreak">The first anchor that the log, or the anchor before it, does not bear out; null when all hold.</param>
public sealed record AnchorReport(long Checked, AnchorBreak? FirstBreak);

/// <summary>Between these positions events were changed, removed or put in since the anchor was made, or the anchor itself was.</summary>
public sealed record AnchorBreak(long From, long To, string Problem);

/// <summary>When an anchor is due.</summary>
public sealed record AnchorOptions
{
    /// <summary>Positions since the last one.</summary>
    public long Every { get; init; } = 100_000;

    /// <summary>Age of the oldest event since the last one.</summary>
    public TimeSpan AtLatest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often to look.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Makes anchors as the log grows and checks the log against them. The chain of a stream cannot tell that its end was cut off; an anchor can.
/// Who can write to the database can also rewrite the anchors: keep a link elsewhere, and compare.
/// </summary>
public sealed class Anchors(NpgsqlDataSource database, EventLog log, AnchorOptions options)
{
    private const long AnchorLock = 0x616e63686f7273; // "anchors"

    /// <summary>Makes each anchor when it is due, until cancelled. Any number of processes may.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.Look);
        do
        {
            try
            {
                while (await MakeDueAsync(ct) is not null)
                {
                }
            }
            catch (Exception e) when (Weather.Is(e))
            {
                // Looked at again when the database is back.
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>Makes the next anchor if it is due.</summary>
    public async Task<Anchor?> MakeDueAsync(CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync($"select pg_advisory_xact_lock({AnchorLock})", ct);
        var last = (await AllAsync(connection, "order by to_seq desc limit 1", ct)).FirstOrDefault();
        var from = (last?.To ?? 0) + 1;
        if (mark < from || !(mark - from + 1 >= options.Every || await IsOldAsync(connection, from, ct)))
            return null;
        var to = Math.Min(mark, from + options.Every - 1);
        var made = await ComputeAsync(connection, from, to, last?.Link, ct);
        await connection.ExecuteAsync(
            "insert into events.cat_anchors (to_seq, from_seq, leaves, root, link) values ($1, $2, $3, $4, $5)", ct,
            made.To, made.From, made.Leaves, Convert.FromHexString(made.Root), Convert.FromHexString(made.Link));
        await transaction.CommitAsync(ct);
        return made;
    }

    /// <summary>In the order of the log.</summary>
    public async Task<IReadOnlyList<Anchor>> AllAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await AllAsync(connection, "order by to_seq", ct);
    }

    /// <summary>Computes every anchor anew from the events' hashes. That the hashes are those of the events, <see cref="EventLog.VerifyAsync"/> checks.</summary>
    public async Task<AnchorReport> VerifyAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var held = 0L;
        Anchor? before = null;
        foreach (var anchor in await AllAsync(connection, "order by to_seq", ct))
        {
            if (anchor.From != (before?.To ?? 0) + 1)
                return new AnchorReport(held, new AnchorBreak((before?.To ?? 0) + 1, anchor.To, "anchor missing"));
            var now = await ComputeAsync(connection, anchor.From, anchor.To, before?.Link, ct);
            if (now with { At = anchor.At } != anchor)
                return new AnchorReport(held, new AnchorBreak(anchor.From, anchor.To, Problem(anchor, now)));
            held++;
            before = anchor;
        }

        return new AnchorReport(held, null);
    }

    private static string Problem(Anchor then, Anchor now)
    {
        if (now.Leaves != then.Leaves)
            return string.Create(CultureInfo.InvariantCulture, $"{now.Leaves} events where there were {then.Leaves}");
        return string.Equals(now.Root, then.Root, StringComparison.Ordinal) ? "anchor changed" : "events changed";
    }

    private async Task<bool> IsOldAsync(NpgsqlConnection connection, long from, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select coalesce((select timestamp <= now() - $2 from events.mt_events where seq_id >= $1 order by seq_id limit 1), false)", connection)
        {
            Parameters = { new() { Value = from }, new() { Value = options.AtLatest } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<Anchor> ComputeAsync(NpgsqlConnection connection, long from, long to, string? linkBefore, CancellationToken ct)
    {
        var tree = new MerkleTree();
        await using (var command = new NpgsqlCommand(
            "select seq_id, coalesce(hash, '') from events.cat_links where seq_id >= $1 and seq_id <= $2 order by seq_id", connection)
        {
            Parameters = { new() { Value = from }, new() { Value = to } },
        })
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
                tree.Add([.. Bytes(rows.GetInt64(0)), .. System.Text.Encoding.UTF8.GetBytes(rows.GetString(1))]);
        }

        var root = tree.Root();
        var link = SHA256.HashData([.. Convert.FromHexString(linkBefore ?? ""), .. Bytes(from), .. Bytes(to), .. Bytes(tree.Leaves), .. root]);
        return new Anchor(from, to, tree.Leaves, Convert.ToHexStringLower(root), Convert.ToHexStringLower(link), default);
    }

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static async Task<IReadOnlyList<Anchor>> AllAsync(NpgsqlConnection connection, string order, CancellationToken ct)
    {
        var anchors = new List<Anchor>();
        await using var command = new NpgsqlCommand($"select from_seq, to_seq, leaves, root, link, at from events.cat_anchors {order}", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            anchors.Add(new Anchor(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(3)),
                Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(4)), rows.GetFieldValue<DateTimeOffset>(5)));
        }

        return anchors;
    }
}
