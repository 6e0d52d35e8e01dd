using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Differences;

public enum ChangeKind
{
    Added,
    Removed,
    Renamed,
    Changed,
}

/// <summary>What differs for one entity between two instants.</summary>
public sealed record EntityChange(ChangeKind Kind, string Ref, IReadOnlyList<FieldDifference> Fields, AsOf From, AsOf To)
{
    /// <summary>Always null: renames are not recognised yet, a renamed entity is one removed and one added.</summary>
    public string? PreviousRef => null;
}

public sealed record FieldDifference(string Path, JsonElement? Before, JsonElement? After);

/// <summary>Compares the catalog at two instants.</summary>
public sealed class DifferenceQueries(NpgsqlDataSource database, EntityQueries entities)
{
    /// <summary>
    /// The entities that differ, ordered by reference. The filter asks for entities that matched at one of the two
    /// instants, so that something that left a team's hands is in the team's difference.
    /// </summary>
    public async Task<IReadOnlyList<EntityChange>> BetweenAsync(AsOf from, AsOf to, EntityFilter? filter, CancellationToken ct)
    {
        var refs = await DifferingAsync(from, to, filter, ct);
        var before = await entities.FindAsync(refs, from, ct);
        var after = await entities.FindAsync(refs, to, ct);
        return [.. refs.Select(reference => Compare(reference, before.GetValueOrDefault(reference), after.GetValueOrDefault(reference), from, to)).OfType<EntityChange>()];
    }

    private async Task<List<string>> DifferingAsync(AsOf from, AsOf to, EntityFilter? filter, CancellationToken ct)
    {
        const string Versions = $"{EntitiesProjection.Schema}.entity_version";
        var sql = new SqlText();
        sql.Add(
            $"""
            select coalesce(a.ref, b.ref) from
              (select ref, seq_from from {Versions} v where {from.Holds("v")}) a
              full join (select ref, seq_from from {Versions} v where {to.Holds("v")}) b on a.ref = b.ref
            where a.seq_from is distinct from b.seq_from
            """);
        if (filter is not null)
        {
            sql.Add(
                $"""
                and coalesce(a.ref, b.ref) in (
                  select v.ref from {Versions} v where {from.Holds("v")} and {new FilterSql(sql, from).Of(filter, "v")}
                  union select v.ref from {Versions} v where {to.Holds("v")} and {new FilterSql(sql, to).Of(filter, "v")})
                """);
        }

        sql.Add("order by 1");
        var refs = new List<string>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            refs.Add(rows.GetString(0));
        return refs;
    }

    private static EntityChange? Compare(string reference, EntityVersion? before, EntityVersion? after, AsOf from, AsOf to)
    {
        if (before is null || after is null)
            return new EntityChange(before is null ? ChangeKind.Added : ChangeKind.Removed, reference, [], from, to);
        var fields = FieldChange.Between(
                FinalEntity.Of(before.Descriptor, before.Location, before.Orphaned),
                FinalEntity.Of(after.Descriptor, after.Location, after.Orphaned))
            .Where(change => !SameItems(change.From, change.To))
            .Select(change => new FieldDifference(change.Path, change.From, change.To))
            .ToList();
        return fields.Count == 0 ? null : new EntityChange(ChangeKind.Changed, reference, fields, from, to);
    }

    private static bool SameItems(JsonElement? before, JsonElement? after) =>
        before is { ValueKind: JsonValueKind.Array } one && after is { ValueKind: JsonValueKind.Array } other
        && Items(one).SequenceEqual(Items(other), StringComparer.Ordinal);

    private static IEnumerable<string> Items(JsonElement list) => list.EnumerateArray().Select(item => item.GetRawText()).Order(StringComparer.Ordinal);
}
