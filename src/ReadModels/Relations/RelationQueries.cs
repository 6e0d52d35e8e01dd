using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Relations;

/// <param name="Type">Such as <c>dependsOn</c>; read from the source.</param>
/// <param name="TargetRef">The other end; it need not be in the catalog.</param>
public sealed record RelationRow(string Type, string TargetRef);

/// <summary>Asks the relations read model.</summary>
public sealed class RelationQueries(NpgsqlDataSource database)
{
    /// <summary>The distinct relations of each entity at an instant, ordered by type, then target.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<RelationRow>>> OfAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select distinct r.source, r.type, r.target from {RelationsProjection.Schema}.relation r")
            .Add($"where r.source = any({sql.Value(refs.ToArray())}) and {at.Holds("r")} order by r.source, r.type, r.target");
        return await GroupAsync(sql, row => (row.GetString(0), new RelationRow(row.GetString(1), row.GetString(2))), ct);
    }

    /// <summary>The relations each entity declares whose target is not in the catalog at that instant.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<RelationRow>>> DanglingAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select distinct r.declared_by, r.type, r.target from {RelationsProjection.Schema}.relation r")
            .Add($"where r.declared_by = any({sql.Value(refs.ToArray())}) and r.source = r.declared_by and {at.Holds("r")}")
            .Add($"and not exists (select from {EntitiesProjection.Schema}.entity_version t where t.ref = r.target and {at.Holds("t")})")
            .Add("order by r.declared_by, r.type, r.target");
        return await GroupAsync(sql, row => (row.GetString(0), new RelationRow(row.GetString(1), row.GetString(2))), ct);
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<RelationRow>>> GroupAsync(
        SqlText sql, Func<NpgsqlDataReader, (string Key, RelationRow Row)> read, CancellationToken ct)
    {
        var found = new Dictionary<string, IReadOnlyList<RelationRow>>(StringComparer.Ordinal);
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            var (key, row) = read(rows);
            if (!found.TryGetValue(key, out var list))
                found[key] = list = new List<RelationRow>();
            ((List<RelationRow>)list).Add(row);
        }

        return found;
    }
}
