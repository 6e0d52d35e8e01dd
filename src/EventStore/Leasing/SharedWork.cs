using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A process that shares the work on the database.</summary>
/// <param name="Since">When it came, or came back after the database had been away.</param>
public sealed record NodeStatus(string Node, DateTimeOffset Since);

/// <summary>Work that one of the processes does.</summary>
/// <param name="Node">Null while nobody does it.</param>
/// <param name="Epoch">How often it was taken over, the first time included.</param>
/// <param name="Since">When it was taken, or given back.</param>
public sealed record LeaseStatus(string Name, string? Node, long Epoch, DateTimeOffset Since);

/// <summary>Who shares the work on a database, for who looks at it from outside.</summary>
internal static class SharedWork
{
    public static async Task<(IReadOnlyList<NodeStatus> Nodes, IReadOnlyList<LeaseStatus> Leases)> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select node, since from events.cat_live_nodes order by since, id"),
                new("select l.name, n.node, l.epoch, l.since from events.cat_leases l left join events.cat_live_nodes n on n.id = l.owner order by l.name"),
            },
        };
        var (nodes, leases) = (new List<NodeStatus>(), new List<LeaseStatus>());
        await using var rows = await batch.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            nodes.Add(new NodeStatus(rows.GetString(0), rows.GetFieldValue<DateTimeOffset>(1)));
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
            leases.Add(new LeaseStatus(rows.GetString(0), await rows.IsDBNullAsync(1, ct) ? null : rows.GetString(1), rows.GetInt64(2), rows.GetFieldValue<DateTimeOffset>(3)));
        return (nodes, leases);
    }
}
