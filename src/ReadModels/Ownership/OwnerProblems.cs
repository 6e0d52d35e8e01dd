using EventCatalog.Domain;
using EventCatalog.Domain.Ownership;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>An entity whose owner is not an existing Group.</summary>
/// <param name="OwnerRef">What is declared, or where that leads after a renaming; null where nothing is.</param>
/// <param name="Position">The event that declared it; null when that is not known.</param>
public sealed record OwnerProblemRow(EntityVersion Entity, string? OwnerRef, OwnerFault Fault, long? Position);

/// <summary>Asks for entities whose owner is not an existing Group.</summary>
public sealed class OwnerProblems(NpgsqlDataSource database)
{
    /// <summary>All of them at an instant that match, by reference.</summary>
    public Task<IReadOnlyList<OwnerProblemRow>> AllAsync(EntityFilter? filter, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        return ReadAsync(sql, new FilterSql(sql, at).Of(filter, "v"), at, ct);
    }

    /// <summary>Those of some entities; the sound ones are left out.</summary>
    public async ValueTask<IReadOnlyDictionary<string, OwnerProblemRow>> OfAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        return (await ReadAsync(sql, $"v.ref = any({sql.Value(refs.ToArray())})", at, ct)).ToDictionary(row => row.Entity.Ref, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<OwnerProblemRow>> ReadAsync(SqlText sql, string condition, AsOf at, CancellationToken ct)
    {
        sql.Add(
            $"""
            select {EntityRows.Columns("v")}, e.target, g.ref is not null,
              (select max(f.position) from {OwnershipProjection.Schema}.ownership_fact f
                where f.ref = v.ref and f.position <= v.seq_from and (f.owner is not null and f.kind <> {(int)FactKind.Past} or f.kind = {(int)FactKind.OwnerChanged}))
            from {EntitiesProjection.Schema}.entity_version v
            left join {RelationsProjection.Schema}.relation e on e.source = v.ref and e.type = 'ownedBy' and e.declared_by = v.ref and {at.Holds("e")}
            left join {EntitiesProjection.Schema}.entity_version g on g.ref = e.target and {at.Holds("g")}
            where {at.Holds("v")} and {condition}
              and case when e.target is null then lower(v.kind) = any({sql.Value(OwnerRule.Kinds.ToArray())}) else g.ref is null or e.target not like 'group:%' end
            order by v.ref
            """);
        var found = new List<OwnerProblemRow>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            var version = EntityRows.Read(rows);
            var last = rows.FieldCount - 1;
            var owner = rows.IsDBNull(last - 2) ? null : rows.GetString(last - 2);
            if (OwnerRule.Judge(version.Kind, owner is null ? null : EntityRef.Parse(owner), rows.GetBoolean(last - 1)) is { } fault)
                found.Add(new OwnerProblemRow(version, owner, fault, rows.IsDBNull(last) ? null : rows.GetInt64(last)));
        }

        return found;
    }
}
