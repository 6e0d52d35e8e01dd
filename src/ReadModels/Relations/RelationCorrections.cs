using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Beliefs;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Relations;

/// <summary>
/// Writes all edges anew of entities of which something became known late, or that wrote a name whose meaning did: which edges there were when, and what of
/// that was believed until when.
/// </summary>
internal static class RelationCorrections
{
    private const int AtOnce = 500;

    /// <param name="declarers">What the page is about.</param>
    public static async Task WriteAsync(Declarers declarers, long first, long upTo, NpgsqlConnection connection, CancellationToken ct)
    {
        var names = declarers.Corrected.Concat(await CrossedAsync(declarers, first, connection, ct)).ToHashSet(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in names.Chunk(AtOnce))
        {
            var streams = await LifeStreams.ReadAsync([.. some.Where(name => !done.Contains(name))], upTo, RelationsProjection.ProjectionName, connection, ct);
            done.UnionWith(streams.Names);
            await ReplaceAsync(streams, connection, ct);
        }
    }

    /// <summary>
    /// Entities of which an edge began or ended in this page, but took effect before its name changed its meaning, which was known already: the change cut the
    /// edge in two, and the end is the second part's alone. Those whose edges had begun or ended after a change that became known in this page took effect. And
    /// those that were corrected before and wrote a name that changed its meaning in this page.
    /// </summary>
    private static async Task<List<string>> CrossedAsync(Declarers declarers, long first, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var written = new NpgsqlCommand(
            """
            select distinct r.declared_by from relation r join naming n on n.name = r.written
            where r.declared_by = any($1)
              and ((r.seq_from >= $2 and n.position < r.seq_from and n.at > r.valid_from) or (r.seq_to >= $2 and n.position < r.seq_to and n.at >= r.valid_to))
            """, connection) { Parameters = { new() { Value = declarers.Names.ToArray() }, new() { Value = first } } };
        var crossed = await written.TextsAsync(ct);
        if (!declarers.IsNaming)
            return crossed;
        await using var renamed = new NpgsqlCommand(
            """
            select distinct r.declared_by from naming n join relation r on r.written = n.name left join declarer d on d.name = r.declared_by
            where n.position >= $1 and (d.corrected
              or (r.seq_from < n.position and r.known_to is null and r.valid_to > n.at and (r.seq_to < n.position or r.valid_from > n.at)))
            """, connection) { Parameters = { new() { Value = first } } };
        crossed.AddRange(await renamed.TextsAsync(ct));
        return crossed;
    }

    private static async Task ReplaceAsync(LifeStreams streams, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = await RowsOfAsync(streams, connection, ct);
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(SqlCommands.Of("delete from relation where declared_by = any($1)", (object)streams.Names.ToArray()));
            batch.BatchCommands.Add(SqlCommands.Of("update declarer set corrected = true where name = any($1)", (object)streams.Names.ToArray()));
            await batch.ExecuteNonQueryAsync(ct);
        }

        await using var copy = await CopyRows.BeginAsync(
            connection, "relation (source, type, target, declared_by, field, written, forward, seq_from, seq_to, valid_from, valid_to, known_to)", ct);
        foreach (var row in rows)
        {
            var (edge, other) = row.Value;
            await copy.StartRowAsync(12, ct);
            copy.Write(edge.Forward ? edge.DeclaredBy : other);
            copy.Write(edge.Type);
            copy.Write(edge.Forward ? other : edge.DeclaredBy);
            copy.Write(edge.DeclaredBy);
            copy.Write(edge.Field);
            copy.Write(edge.Written);
            copy.Write(edge.Forward);
            copy.WriteInterval(row.SeqFrom, row.SeqTo, row.ValidFrom, row.ValidTo, row.KnownTo);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task<IReadOnlyList<BelievedRow<(Edge Edge, string Other)>>> RowsOfAsync(LifeStreams streams, NpgsqlConnection connection, CancellationToken ct)
    {
        var (lives, beliefs, edges) = (new Lives(), new Dictionary<EffectOrder, Believed<(Edge, string)>>(), new Edges());
        var written = streams.Events.Select(recorded => recorded.Event).OfType<EntityEvent>().SelectMany(Edges.NamesIn).ToHashSet(StringComparer.Ordinal);
        var namings = await Namings.ReadAsync(written, connection, ct);
        var (changes, wrote) = (new Queue<(long Position, string Name)>(namings.Changes), new Dictionary<EffectOrder, HashSet<string>>());
        foreach (var recorded in streams.Events)
        {
            KnowBefore(recorded.Position);
            if (recorded.Event is not EntityEvent happened || lives.Apply(recorded, happened) is not { } entity)
                continue;
            if (beliefs.TryAdd(entity, new(EqualityComparer<(Edge, string)>.Default)))
                wrote.Add(entity, new HashSet<string>(StringComparer.Ordinal));
            wrote[entity].UnionWith(Edges.NamesIn(happened));
            Know(entity, recorded.Position);
        }

        KnowBefore(long.MaxValue);
        return [.. beliefs.Values.SelectMany(believed => believed.Rows)];

        void KnowBefore(long end)
        {
            while (changes.TryPeek(out var change) && change.Position < end)
            {
                changes.Dequeue();
                foreach (var (entity, _) in wrote.Where(each => each.Value.Contains(change.Name)))
                    Know(entity, change.Position);
            }
        }

        void Know(EffectOrder entity, long position) =>
            beliefs[entity].Know(position, entity.Periods.Merge(edges.Of).SelectMany(edge => namings.Resolve(edge, position)));
    }
}
