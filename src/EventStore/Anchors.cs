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
/// <param name="At">When it was made.</param>
/// <param name="Key">Id of the public key it is signed with; null for one that is unsigned.</param>
/// <param name="Signature">Over <see cref="Statement"/>, base64; null for one that is unsigned.</param>
public sealed record Anchor(
    long From, long To, long Leaves, string Root, string Link, DateTimeOffset At, string? Key = null, string? Signature = null)
{
    /// <summary>What is signed.</summary>
    public string Statement => string.Create(
        CultureInfo.InvariantCulture, $"eventcatalog-anchor/1\nfrom {From}\nto {To}\nleaves {Leaves}\nroot {Root}\nlink {Link}\nat {At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\n");

    /// <summary>Whether it is signed, and rightly, with one of these keys.</summary>
    /// <param name="keys">By id.</param>
    public bool IsSignedBy(IReadOnlyDictionary<string, PublicKey> keys) => Doubt(keys, "") is null;

    /// <summary>What is wrong with its signature; null when it is right.</summary>
    /// <param name="keys">By id.</param>
    internal string? Doubt(IReadOnlyDictionary<string, PublicKey> keys, string whose)
    {
        if (Key is null || Signature is null)
            return "unsigned";
        if (!keys.TryGetValue(Key, out var key))
            return $"signed with key {Key}, which is not among {whose}";
        return key.Verify(Statement, Convert.FromBase64String(Signature)) ? null : $"the signature is not that of key {Key}";
    }
}

/// <summary>What a check of the anchors found.</summary>
/// <param name="Checked">Anchors that hold, up to the first that does not.</param>
/// <param name="FirstBreak">The first anchor that the log, the anchor before it, or its signature does not bear out; null when all hold.</param>
/// <param name="Signed">Those of them with a signature, which is right.</param>
public sealed record AnchorReport(long Checked, AnchorBreak? FirstBreak, long Signed = 0);

/// <summary>Between these positions events were changed, removed or put in since the anchor was made, or the anchor itself was.</summary>
public sealed record AnchorBreak(long From, long To, string Problem);

/// <param name="Unsigned">Those made before there was a key.</param>
public sealed record AnchorCount(long Anchors, long Unsigned);

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
/// Who can write to the database can also rewrite the anchors, but not sign them: keep the public key elsewhere, and check with that.
/// </summary>
/// <param name="key">Signs the anchors; null leaves them unsigned.</param>
public sealed class Anchors(NpgsqlDataSource database, EventLog log, AnchorOptions options, SigningKeyFile? key = null)
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
            catch (Exception e) when (Weather.Is(e) || e is SigningKeyException)
            {
                // Looked at again when the database, or the key, is back: what is not anchored meanwhile the audit page says.
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>Makes the next anchor if it is due.</summary>
    /// <exception cref="SigningKeyException">There is no key to sign it with; none was made.</exception>
    public Task<Anchor?> MakeDueAsync(CancellationToken ct) => MakeAsync(even: false, ct);

    /// <summary>Makes the next anchor over what is not anchored yet, due or not; null when nothing is left.</summary>
    /// <inheritdoc cref="MakeDueAsync"/>
    public Task<Anchor?> MakeNowAsync(CancellationToken ct) => MakeAsync(even: true, ct);

    private async Task<Anchor?> MakeAsync(bool even, CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync($"select pg_advisory_xact_lock({AnchorLock})", ct);
        var last = (await AllAsync(connection, "order by to_seq desc limit 1", ct)).FirstOrDefault();
        var from = (last?.To ?? 0) + 1;
        if (mark < from || !(even || mark - from + 1 >= options.Every || await IsOldAsync(connection, from, ct)))
            return null;
        var to = Math.Min(mark, from + options.Every - 1);
        var made = await ComputeAsync(connection, from, to, last?.Link, ct) with { At = await NowAsync(connection, ct) };
        made = await SignAsync(connection, made, ct);
        await connection.ExecuteAsync(
            "insert into events.cat_anchors (to_seq, from_seq, leaves, root, link, at, key, signature) values ($1, $2, $3, $4, $5, $6, $7, $8)", ct,
            made.To, made.From, made.Leaves, Convert.FromHexString(made.Root), Convert.FromHexString(made.Link), made.At,
            (object?)made.Key ?? DBNull.Value, made.Signature is null ? DBNull.Value : Convert.FromBase64String(made.Signature));
        await transaction.CommitAsync(ct);
        return made;
    }

    /// <summary>So many, the newest first.</summary>
    public async Task<IReadOnlyList<Anchor>> LatestAsync(int count, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await AllAsync(connection, string.Create(CultureInfo.InvariantCulture, $"order by to_seq desc limit {count}"), ct);
    }

    /// <summary>The position up to which the log is anchored; 0 when nothing is.</summary>
    public async Task<long> LastAsync(CancellationToken ct) => (await LatestAsync(1, ct)).FirstOrDefault()?.To ?? 0;

    public async Task<AnchorCount> CountAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select count(*), count(*) filter (where key is null) from events.cat_anchors");
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new AnchorCount(row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>In the order of the log.</summary>
    public async Task<IReadOnlyList<Anchor>> AllAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await AllAsync(connection, "order by to_seq", ct);
    }

    /// <summary>Every public key that an anchor was signed with, by id.</summary>
    public async Task<IReadOnlyDictionary<string, PublicKey>> KeysAsync(CancellationToken ct)
    {
        var keys = new Dictionary<string, PublicKey>(StringComparer.Ordinal);
        await using var command = database.CreateCommand("select key, public_key from events.cat_anchor_keys");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            // One that is not what its id says is no key at all: what it signed is then signed with an unknown one.
            if (PublicKey.TryRead(rows.GetFieldValue<byte[]>(1)) is { } key && string.Equals(key.Id, rows.GetString(0), StringComparison.Ordinal))
                keys.Add(key.Id, key);
        }

        return keys;
    }

    /// <summary>
    /// Computes every anchor anew from the events' hashes, and checks its signature. That the hashes are those of the events,
    /// <see cref="EventLog.VerifyAsync"/> checks.
    /// </summary>
    /// <param name="trusted">The keys that may have signed; null for all the store knows, which whoever writes to its database may have added to.</param>
    public async Task<AnchorReport> VerifyAsync(CancellationToken ct, IReadOnlyList<PublicKey>? trusted = null)
    {
        var keys = trusted?.ToDictionary(key => key.Id, StringComparer.Ordinal) ?? await KeysAsync(ct);
        var whose = trusted is null ? "those this store knows" : "those given";
        await using var connection = await database.OpenConnectionAsync(ct);
        var (held, signed) = (0L, 0L);
        Anchor? before = null;
        foreach (var anchor in await AllAsync(connection, "order by to_seq", ct))
        {
            if (anchor.From != (before?.To ?? 0) + 1)
                return new AnchorReport(held, new AnchorBreak((before?.To ?? 0) + 1, anchor.To, "anchor missing"), signed);
            var now = await ComputeAsync(connection, anchor.From, anchor.To, before?.Link, ct);
            if ((now.Leaves, now.Root, now.Link) != (anchor.Leaves, anchor.Root, anchor.Link))
                return new AnchorReport(held, new AnchorBreak(anchor.From, anchor.To, Problem(anchor, now)), signed);
            // Once there is a key every anchor is signed: one without comes before them all.
            if (anchor.Doubt(keys, whose) is { } doubt && (anchor.Key is not null || signed > 0))
                return new AnchorReport(held, new AnchorBreak(anchor.From, anchor.To, doubt), signed);
            signed += anchor.Key is null ? 0 : 1;
            held++;
            before = anchor;
        }

        return new AnchorReport(held, null, signed);
    }

    private async Task<Anchor> SignAsync(NpgsqlConnection connection, Anchor made, CancellationToken ct)
    {
        if (key is null)
            return made;
        var with = key.Open();
        await connection.ExecuteAsync(
            "insert into events.cat_anchor_keys (key, public_key) values ($1, $2) on conflict do nothing", ct, with.Public.Id, with.Public.Encoded);
        return made with { Key = with.Public.Id, Signature = Convert.ToBase64String(with.Sign(made.Statement)) };
    }

    private static async Task<DateTimeOffset> NowAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select now()", connection);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!);
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
                tree.Add(Leaf(rows.GetInt64(0), rows.GetString(1)));
        }

        var root = tree.Root();
        return new Anchor(from, to, tree.Leaves, Convert.ToHexStringLower(root), LinkOf(linkBefore, from, to, tree.Leaves, root), default);
    }

    /// <param name="linkBefore">Of the anchor before; null for the first.</param>
    internal static string LinkOf(string? linkBefore, long from, long to, long leaves, byte[] root) => Convert.ToHexStringLower(SHA256.HashData(
        [.. Convert.FromHexString(linkBefore ?? ""), .. Bytes(from), .. Bytes(to), .. Bytes(leaves), .. root]));

    /// <summary>What stands for an event in the tree.</summary>
    internal static byte[] Leaf(long position, string hash) => [.. Bytes(position), .. System.Text.Encoding.UTF8.GetBytes(hash)];

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static async Task<IReadOnlyList<Anchor>> AllAsync(NpgsqlConnection connection, string order, CancellationToken ct)
    {
        var anchors = new List<Anchor>();
        await using var command = new NpgsqlCommand($"select from_seq, to_seq, leaves, root, link, at, key, signature from events.cat_anchors {order}", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            anchors.Add(new Anchor(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(3)),
                Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(4)), rows.GetFieldValue<DateTimeOffset>(5),
                await rows.IsDBNullAsync(6, ct) ? null : rows.GetString(6), await rows.IsDBNullAsync(7, ct) ? null : Convert.ToBase64String(rows.GetFieldValue<byte[]>(7))));
        }

        return anchors;
    }
}
