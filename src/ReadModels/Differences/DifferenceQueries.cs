using System.Runtime.CompilerServices;
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
/// <param name="Ref">Its name at the later instant; at the earlier one when it is gone.</param>
/// <param name="PreviousRef">Its name at the earlier instant, when that was another.</param>
public sealed record EntityChange(ChangeKind Kind, string Ref, string? PreviousRef, IReadOnlyList<FieldDifference> Fields, AsOf From, AsOf To);

public sealed record FieldDifference(string Path, JsonElement? Before, JsonElement? After);

/// <summary>Compares the catalog at two instants.</summary>
public sealed class DifferenceQueries(NpgsqlDataSource database, EntityQueries entities)
{
    /// <summary>So many entities are in memory at once, as they were at both instants.</summary>
    private const int AtOnce = 200;

    /// <summary>
    /// The entities that differ, ordered by reference. The filter asks for entities that matched at one of the two
    /// instants, so that something that left a team's hands is in the team's difference.
    /// </summary>
    public async Task<IReadOnlyList<EntityChange>> BetweenAsync(AsOf from, AsOf to, EntityFilter? filter, CancellationToken ct) =>
        await CompareAsync(await DifferingAsync(from, to, filter, ct), from, to, ct).ToListAsync(ct);

    /// <summary>A page of them, forwards; the total, for which all are compared, only when asked for.</summary>
    public async Task<Connection<EntityChange>> PageAsync(AsOf from, AsOf to, EntityFilter? filter, PageArguments page, bool withTotal, CancellationToken ct)
    {
        var names = await DifferingAsync(from, to, filter, ct);
        var behind = page.After is { } after ? names.FindIndex(name => string.Equals(Cursor(name.After ?? name.Before!), after, StringComparison.Ordinal)) + 1 : 0;
        var changes = await CompareAsync(names.Skip(behind), from, to, ct).Take(page.Size + 1).ToListAsync(ct);
        var total = withTotal ? await CompareAsync(names, from, to, ct).CountAsync(ct) : 0;
        return Connection<EntityChange>.From([.. changes.Take(page.Size)], page, changes.Count > page.Size, total, change => Cursor(change.Ref));
    }

    private static string Cursor(string reference) => NodeId.Of("d", reference);

    private async IAsyncEnumerable<EntityChange> CompareAsync(IEnumerable<(string? Before, string? After)> names, AsOf from, AsOf to, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var some in names.Chunk(AtOnce))
        {
            var before = await entities.FindAsync([.. some.Select(name => name.Before).OfType<string>()], from, ct);
            var after = await entities.FindAsync([.. some.Select(name => name.After).OfType<string>()], to, ct);
            foreach (var name in some)
            {
                if (Compare(name.Before is null ? null : before.GetValueOrDefault(name.Before), name.After is null ? null : after.GetValueOrDefault(name.After), from, to) is { } change)
                    yield return change;
            }
        }
    }

    private async Task<List<(string? Before, string? After)>> DifferingAsync(AsOf from, AsOf to, EntityFilter? filter, CancellationToken ct)
    {
        const string Versions = $"{EntitiesProjection.Schema}.entity_version";
        var sql = new SqlText();
        var matching = "true";
        if (filter is not null)
        {
            sql.Add(
                $"""
                with matched as (select array(
                  select coalesce(v.identity, v.ref) from {Versions} v where {from.Holds("v")} and {new FilterSql(sql, from).Of(filter, "v")}
                  union select coalesce(v.identity, v.ref) from {Versions} v where {to.Holds("v")} and {new FilterSql(sql, to).Of(filter, "v")}) as ids)
                """);
            // Written so that an index finds them: a team's difference is not to cost the whole catalog.
            const string Ids = "((select ids from matched)::text[])";
            matching = $"(v.identity = any{Ids} or (v.identity is null and v.ref = any{Ids}))";
        }

        // What became known with one event may be several rows of one entity.
        sql.Add(
            $"""
            select a.ref, b.ref from
              (select ref, coalesce(identity, ref) as id, seq_from, valid_from from {Versions} v where {from.Holds("v")} and {matching}) a
              full join (select ref, coalesce(identity, ref) as id, seq_from, valid_from from {Versions} v where {to.Holds("v")} and {matching}) b on a.id = b.id
            where (a.seq_from, a.valid_from) is distinct from (b.seq_from, b.valid_from)
            order by coalesce(b.ref, a.ref)
            """);
        var names = new List<(string?, string?)>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            names.Add((rows.IsDBNull(0) ? null : rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1)));
        return names;
    }

    private static EntityChange? Compare(EntityVersion? before, EntityVersion? after, AsOf from, AsOf to)
    {
        if (before is null || after is null)
            return (before ?? after) is not { Ref: var only } ? null : new EntityChange(before is null ? ChangeKind.Added : ChangeKind.Removed, only, null, [], from, to);
        var fields = FieldChange.Between(
                FinalEntity.Of(before.Descriptor, before.Location, before.Orphaned),
                FinalEntity.Of(after.Descriptor, after.Location, after.Orphaned))
            .Where(change => !SameItems(change.From, change.To))
            .Select(change => new FieldDifference(change.Path, change.From, change.To))
            .ToList();
        if (!string.Equals(before.Ref, after.Ref, StringComparison.Ordinal))
            return new EntityChange(ChangeKind.Renamed, after.Ref, before.Ref, fields, from, to);
        return fields.Count == 0 ? null : new EntityChange(ChangeKind.Changed, after.Ref, null, fields, from, to);
    }

    private static bool SameItems(JsonElement? before, JsonElement? after) =>
        before is { ValueKind: JsonValueKind.Array } one && after is { ValueKind: JsonValueKind.Array } other
        && Items(one).SequenceEqual(Items(other), StringComparer.Ordinal);

    private static IEnumerable<string> Items(JsonElement list) => list.EnumerateArray().Select(item => item.GetRawText()).Order(StringComparer.Ordinal);
}
