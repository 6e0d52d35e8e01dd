using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A row of <c>cat_leases</c>.</summary>
internal sealed record LeaseRow(string Name, Guid? Owner, long Epoch);

/// <summary>
/// One node on one connection. Its id is new for every session, so that what an earlier session left behind is as free as anybody's.
/// Every statement is a transaction of its own: nothing stays open between two looks.
/// </summary>
internal sealed class LeaseSession(NpgsqlConnection connection, string node, TimeSpan validity)
{
    private const string TellOthers = $"notify {Announcements.Channel}, '{Announcements.Leases}'";
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private int _process;
    private bool _isKnown;

    public Guid Id { get; } = Guid.NewGuid();

    /// <exception cref="SharedSessionException">Statements of this connection come to different sessions of the database.</exception>
    public async Task RequireOwnAsync(CancellationToken ct)
    {
        _process = await ProcessAsync(ct);
        for (var again = 0; again < 3; again++)
            Require(await ProcessAsync(ct));
    }

    public async Task BeginAsync(CancellationToken ct)
    {
        await RequireOwnAsync(ct);
        // A host that vanishes is noticed by the server within some ten seconds, not hours. Without effect on a unix socket.
        await connection.ExecuteAsync("""
            select set_config('application_name', $1, false), set_config('tcp_keepalives_idle', '5', false),
                set_config('tcp_keepalives_interval', '3', false), set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '10000', false)
            """, ct, $"eventcatalog leases {Id:N}");
        await connection.ExecuteAsync("select pg_advisory_lock(hashtextextended($1, 0))", ct, Id.ToString());
        await connection.ExecuteAsync("delete from events.cat_nodes where expires < now() - interval '1 day'", ct);
    }

    /// <summary>Says that this node is awake and what it could do; answers which others are, and who does what.</summary>
    public async Task<(IReadOnlyList<LiveNode> Nodes, IReadOnlyList<LeaseRow> Leases)> LookAsync(string[] wants, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            Timeout = Math.Max(1, (int)(validity / 3).TotalSeconds),
            BatchCommands =
            {
                new("""
                    insert into events.cat_nodes as n (id, node, wants, expires) values ($1, $2, $3, now() + $4)
                    on conflict (id) do update set wants = excluded.wants, expires = excluded.expires
                    where n.wants <> excluded.wants or n.expires < now() + $4 * 2 / 3
                    """) { Parameters = { new() { Value = Id }, new() { Value = node }, new() { Value = wants }, new() { Value = validity } } },
                new("select pg_backend_pid()"),
                new("select id, node, wants from events.cat_live_nodes order by since, id"),
                new("select name, owner, epoch from events.cat_leases"),
            },
        };
        var (nodes, leases) = (new List<LiveNode>(), new List<LeaseRow>());
        await using (var rows = await batch.ExecuteReaderAsync(ct))
        {
            await rows.ReadAsync(ct);
            Require(rows.GetInt32(0));
            await rows.NextResultAsync(ct);
            while (await rows.ReadAsync(ct))
                nodes.Add(new LiveNode(rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<string[]>(2)));
            await rows.NextResultAsync(ct);
            while (await rows.ReadAsync(ct))
                leases.Add(new LeaseRow(rows.GetString(0), await rows.IsDBNullAsync(1, ct) ? null : rows.GetGuid(1), rows.GetInt64(2)));
        }

        // The lock on its own id is held by another session: that of a proxy.
        if (!nodes.Exists(each => each.Id == Id))
            throw new SharedSessionException();
        if (!_isKnown)
            await connection.ExecuteAsync(TellOthers, ct);
        _isKnown = true;
        return (nodes, leases);
    }

    /// <param name="leases">What to take, and the epoch it was seen at.</param>
    /// <returns>What this node now holds; the rest was taken by another at the same time.</returns>
    public async Task<IReadOnlyList<string>> ClaimAsync(IReadOnlyList<(string Name, long Epoch)> leases, CancellationToken ct)
    {
        await using var claim = new NpgsqlCommand("""
            insert into events.cat_leases as l (name, owner, epoch) select n, $1, e + 1 from unnest($2, $3) as c (n, e) order by n
            on conflict (name) do update set owner = excluded.owner, epoch = excluded.epoch, since = now() where l.epoch = excluded.epoch - 1
            returning name
            """, connection)
        {
            Parameters = { new() { Value = Id }, new() { Value = leases.Select(lease => lease.Name).ToArray() }, new() { Value = leases.Select(lease => lease.Epoch).ToArray() } },
        };
        var taken = new List<string>();
        await using var rows = await claim.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            taken.Add(rows.GetString(0));
        return taken;
    }

    public async Task ReleaseAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        await connection.ExecuteAsync("update events.cat_leases set owner = null, since = now() where owner = $1 and name = any($2)", ct, Id, names.ToArray());
        await connection.ExecuteAsync(TellOthers, ct);
    }

    /// <summary>Gives everything back; where that fails, the lock goes with the session and says the same.</summary>
    public async Task EndAsync()
    {
        using var patience = new CancellationTokenSource(Farewell);
        try
        {
            await connection.ExecuteAsync("update events.cat_leases set owner = null, since = now() where owner = $1", patience.Token, Id);
            await connection.ExecuteAsync("delete from events.cat_nodes where id = $1", patience.Token, Id);
            // The connection may live on in a pool.
            await connection.ExecuteAsync("select pg_advisory_unlock_all()", patience.Token);
            await connection.ExecuteAsync(TellOthers, patience.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or InvalidOperationException)
        {
            // There is no session to give anything back on.
        }
    }

    private void Require(int process)
    {
        if (process != _process)
            throw new SharedSessionException();
    }

    private async Task<int> ProcessAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
