using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>A span in which nothing changed about who owned it. The next one begins where it ends.</summary>
/// <param name="OwnerRef">The owner by the name it had then; what was declared where it was not in the catalog.</param>
/// <param name="To">Null while it lasts.</param>
/// <param name="Position">The event that began it.</param>
/// <param name="OwnerTitle">Of the owner, then; null where there was none.</param>
/// <param name="ParentRef">Of the owner, then.</param>
public sealed record OwnershipPeriodRow(
    OwnershipState State, string? OwnerRef, string? OwnerTitle, string? ParentRef, DateTimeOffset From, DateTimeOffset? To, OwnershipChangeKind Kind, long Position);

public sealed record OwnershipChangeFilter(
    IReadOnlyList<EntityRef>? Entity, IReadOnlyList<EntityRef>? From, IReadOnlyList<EntityRef>? To, IReadOnlyList<EntityRef>? Owner,
    IReadOnlyList<OwnershipChangeKind>? Kind, AsOf? Since, AsOf? Until);

/// <summary>Asks the ownership read model.</summary>
public sealed class OwnershipQueries(NpgsqlDataSource database)
{
    private const string Facts = $"{OwnershipProjection.Schema}.ownership_fact";
    private const string From = $"{OwnershipProjection.Schema}.ownership_change c";

    /// <summary>
    /// Who owned each entity, by identity, from when to when, without gap or overlap, oldest first; nothing after its removal. As of a position: what
    /// the log knew then. As of a time: what had begun by then, as known now.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<OwnershipPeriodRow>>> TimelinesAsync(IReadOnlyCollection<string> ids, AsOf at, CancellationToken ct)
    {
        var lives = await LivesAsync(ids, at, ct);
        return ids.Distinct(StringComparer.Ordinal).ToDictionary(
            id => id,
            id => Periods([.. OwnershipLine.Of(id, lives).TakeWhile(boundary => at is not AsOf.AtTime(var time) || boundary.At <= time)]),
            StringComparer.Ordinal);
    }

    /// <summary>The changes that match, in the order in which they took effect.</summary>
    public async Task<Connection<OwnershipChangeRow>> ChangesAsync(OwnershipChangeFilter? filter, PageArguments page, bool withTotal, CancellationToken ct)
    {
        var total = 0;
        if (withTotal)
        {
            var count = new SqlText();
            count.Add($"select count(*)::int from {From} where {Matches(filter, count)}");
            total = await count.ScalarAsync<int>(database, ct);
        }

        var sql = new SqlText();
        sql.Add($"select {OwnershipChangeRow.Columns} from {From} where {Matches(filter, sql)} {ChangeCursor.Page(page, sql)}");
        var found = new List<OwnershipChangeRow>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            found.Add(OwnershipChangeRow.Read(rows));
        return ChangeCursor.Connect(found, page, total);
    }

    private Task<OwnerLives> LivesAsync(IReadOnlyCollection<string> ids, AsOf at, CancellationToken ct) => ReadRetry.AskAsync(
        database,
        async () =>
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            return await OwnershipFacts.LivesAsync(connection, Facts, ids, ct, at switch
            {
                AsOf.AtPosition(var position) => position,
                AsOf.AtTime { KnownAt: { } known } => known,
                _ => long.MaxValue,
            });
        },
        ct);

    private static string Matches(OwnershipChangeFilter? filter, SqlText sql)
    {
        var conditions = new List<string> { InstantSql.Between(filter?.Since, filter?.Until, "c.position", "c.at", sql) };
        if (filter?.Entity is { } entities)
            conditions.Add($"c.entity = any({Texts(entities, sql)})");
        if (filter?.From is { } from)
            conditions.Add($"c.from_owner = any({Texts(from, sql)})");
        if (filter?.To is { } to)
            conditions.Add($"c.to_owner = any({Texts(to, sql)})");
        if (filter?.Owner is { } owners && Texts(owners, sql) is var asked)
        {
            var names = $"array(select n.ref from {Facts} n where n.id in (select i.id from {Facts} i where i.ref = any({asked})) union select unnest({asked}::text[]))";
            conditions.Add($"(c.from_owner = any({names}) or c.to_owner = any({names}))");
        }

        if (filter?.Kind is { } kinds)
            conditions.Add($"c.kind = any({sql.Value(kinds.Select(kind => (short)kind).ToArray())})");
        return string.Join(" and ", conditions);
    }

    private static string Texts(IReadOnlyList<EntityRef> refs, SqlText sql) => sql.Value(refs.Select(reference => reference.ToString()).ToArray());

    private static IReadOnlyList<OwnershipPeriodRow> Periods(IReadOnlyList<Boundary> boundaries)
    {
        var periods = boundaries.Select((boundary, index) => new OwnershipPeriodRow(
            boundary.After.State, boundary.After.OwnerRef, boundary.After.Title, boundary.After.Parent, boundary.At,
            index + 1 < boundaries.Count ? boundaries[index + 1].At : null, boundary.Kind, boundary.Cause.Position)).ToList();
        // A removal closes the last span; it begins none.
        if (periods is [.., { State: OwnershipState.Absent }])
            periods.RemoveAt(periods.Count - 1);
        return periods;
    }
}
