using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>Something changed hands, or its owner did. A row of <c>ownership_change</c>.</summary>
/// <param name="At">From when on it was so.</param>
/// <param name="Position">The event that made it so.</param>
/// <param name="EntityRef">The name the entity had then.</param>
public sealed record OwnershipChangeRow(
    DateTimeOffset At, long Position, string Id, string EntityRef, DateTimeOffset RecordedAt, OwnershipChangeKind Kind,
    string? FromRef, OwnershipState? FromState, string? ToRef, OwnershipState ToState)
{
    internal const string Columns = "c.at, c.position, c.id, c.entity, c.recorded_at, c.kind, c.from_owner, c.from_state, c.to_owner, c.to_state";

    /// <summary>All of one entity; its coming and going without an owner is none.</summary>
    internal static IEnumerable<OwnershipChangeRow> Of(string id, OwnerLives lives) => OwnershipLine.Of(id, lives)
        .Where(boundary => boundary.Before?.OwnerRef is not null || boundary.After.OwnerRef is not null)
        .Select(boundary => new OwnershipChangeRow(
            boundary.At, boundary.Cause.Position, id, boundary.Entity, boundary.Cause.RecordedAt, boundary.Kind,
            boundary.Before?.OwnerRef, boundary.Before?.State, boundary.After.OwnerRef, boundary.After.State));

    internal static OwnershipChangeRow Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), (OwnershipChangeKind)row.GetInt16(5),
        row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : (OwnershipState)row.GetInt16(7),
        row.IsDBNull(8) ? null : row.GetString(8), (OwnershipState)row.GetInt16(9));
}

/// <summary>Writes rows of <c>ownership_change</c>.</summary>
internal static class OwnershipChanges
{
    /// <summary>Makes some entities' changes these; what is stored already stays untouched.</summary>
    public static async Task ReplaceAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<OwnershipChangeRow> rows, NpgsqlConnection connection, CancellationToken ct)
    {
        var stored = await StoredAsync(ids, connection, ct);
        var gone = stored.Except(rows).ToArray();
        var come = rows.Except(stored).ToArray();
        if (gone.Length > 0)
        {
            await using var delete = new NpgsqlCommand("delete from ownership_change c using unnest($1::text[], $2::timestamptz[]) as gone(id, at) where (c.id, c.at) = (gone.id, gone.at)", connection);
            delete.Parameters.Add(new() { Value = gone.Select(row => row.Id).ToArray() });
            delete.Parameters.Add(new() { Value = gone.Select(row => row.At.UtcDateTime).ToArray() });
            await delete.ExecuteNonQueryAsync(ct);
        }

        if (come.Length > 0)
            await InsertAsync(come, connection, ct);
    }

    private static async Task<List<OwnershipChangeRow>> StoredAsync(IReadOnlyCollection<string> ids, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {OwnershipChangeRow.Columns} from ownership_change c where c.id = any($1)", connection);
        command.Parameters.Add(new() { Value = ids.ToArray() });
        var stored = new List<OwnershipChangeRow>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            stored.Add(OwnershipChangeRow.Read(rows));
        return stored;
    }

    private static async Task InsertAsync(OwnershipChangeRow[] rows, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(
            """
            insert into ownership_change (at, position, id, entity, recorded_at, kind, from_owner, from_state, to_owner, to_state)
            select * from unnest($1::timestamptz[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::smallint[], $7::text[], $8::smallint[], $9::text[], $10::smallint[])
            """, connection);
        insert.Parameters.AddRange((NpgsqlParameter[])
        [
            new() { Value = rows.Select(row => row.At.UtcDateTime).ToArray() },
            new() { Value = rows.Select(row => row.Position).ToArray() },
            new() { Value = rows.Select(row => row.Id).ToArray() },
            new() { Value = rows.Select(row => row.EntityRef).ToArray() },
            new() { Value = rows.Select(row => row.RecordedAt.UtcDateTime).ToArray() },
            new() { Value = rows.Select(row => (short)row.Kind).ToArray() },
            new() { Value = rows.Select(row => row.FromRef).ToArray() },
            new() { Value = rows.Select(row => (short?)row.FromState).ToArray() },
            new() { Value = rows.Select(row => row.ToRef).ToArray() },
            new() { Value = rows.Select(row => (short)row.ToState).ToArray() },
        ]);
        await insert.ExecuteNonQueryAsync(ct);
    }
}
