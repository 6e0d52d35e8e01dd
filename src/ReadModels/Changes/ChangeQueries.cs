using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Differences;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using Npgsql;

namespace EventCatalog.ReadModels.Changes;

/// <summary>Asks what one event did to the answer of a query.</summary>
public sealed class ChangeQueries(NpgsqlDataSource database)
{
    private const string Versions = $"{EntitiesProjection.Schema}.entity_version";
    private const string Relations = $"{RelationsProjection.Schema}.relation";

    /// <summary>The changes of one event that the read models have passed, ordered by reference; most often one or none.</summary>
    public async Task<IReadOnlyList<Change>> OfAsync(RecordedEvent recorded, EntityFilter? filter, CancellationToken ct)
    {
        // A renaming is told once, by the event of the new name.
        if (recorded.Event is not EntityEvent { Entity: var entity } || recorded.Event is EntityEvent.EntityRenamed)
            return [];
        var from = (recorded.Event as EntityEvent.EntityRenamedFrom)?.From.ToString();
        var sql = new SqlText();
        var position = sql.Value(recorded.Position);
        var subject = sql.Value(entity.ToString());
        var before = Matching(sql, filter, new AsOf.AtPosition(recorded.Position - 1));
        var after = Matching(sql, filter, new AsOf.AtPosition(recorded.Position));
        // The edges that begin or end with the event: those of its entity, in both directions.
        var edges = $"{Relations} e where e.declared_by = {subject} and (e.seq_from = {position} or e.seq_to = {position})";
        sql.Add(
            $"""
            with candidate(ref) as (
              select {subject}::text
              {(from is null ? "" : $"union select {sql.Value(from)}::text")}
              union select e.source from {edges}
            """);
        if (filter.Uses(part => part.OwnerDescendants is true))
            sql.Add($"union select v.ref from {Versions} v where exists (select from {edges} and e.type = 'parentOf') and (({before("v")}) or ({after("v")}))");
        if (filter.Uses(part => part.HasProblems is not null))
            sql.Add($"union select e.source from {Relations} e where e.target = {subject} and e.seq_from <= {position} and e.seq_to >= {position}");
        sql.Add(
            $"""
            ), answer as (
              select c.ref,
                exists (select from {Versions} v where v.ref = c.ref and {before("v")}) as before,
                exists (select from {Versions} v where v.ref = c.ref and {after("v")}) as after,
                exists (select from {Versions} v where v.ref = c.ref and v.seq_from = {position}) as anew
              from candidate c)
            select ref, before, after from answer where before <> after or (before and anew) order by ref
            """);
        var found = new List<Change>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            var kind = (rows.GetBoolean(1), rows.GetBoolean(2)) switch
            {
                (false, true) => ChangeKind.Added,
                (true, false) => ChangeKind.Removed,
                _ => ChangeKind.Changed,
            };
            found.Add(new Change(kind, rows.GetString(0), recorded, IsLast: false));
        }

        if (from is not null && found.Exists(change => IsOf(entity.ToString(), change)) && found.RemoveAll(change => IsOf(from, change)) > 0)
            found = [.. found.Select(change => IsOf(entity.ToString(), change) ? change with { Kind = ChangeKind.Renamed } : change)];
        if (found.Count > 0)
            found[^1] = found[^1] with { IsLast = true };
        return found;
    }

    private static bool IsOf(string name, Change change) => string.Equals(change.Ref, name, StringComparison.Ordinal);

    private static Func<string, string> Matching(SqlText sql, EntityFilter? filter, AsOf at) =>
        v => $"{at.Holds(v)} and {new FilterSql(sql, at).Of(filter, v)}";
}
