using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>
/// What the log says that matters to who owns what, a row a fact; and every time something changed hands, in the order of effect. A fact that
/// came late, or befell an owner, changes the past of others: theirs is then worked out anew.
/// </summary>
public sealed class OwnershipProjection : IProjection
{
    public const string ProjectionName = "ownership/2";
    public const string Schema = "rm_ownership_2";

    public string Name => ProjectionName;

    public string Ddl =>
        """
        create table ownership_fact (
          position bigint not null, kind smallint not null, ref text not null, id text not null, at timestamptz not null, recorded_at timestamptz not null,
          owner text, title text, parent text, into_ref text, constraint pk_ownership_fact primary key (position, kind));
        create index ix_ownership_fact_id on ownership_fact (id);
        create index ix_ownership_fact_ref on ownership_fact (ref, position);
        create index ix_ownership_fact_owner on ownership_fact (owner) where owner is not null;
        create index ix_ownership_fact_into on ownership_fact (into_ref) where into_ref is not null;
        create table ownership_change (
          at timestamptz not null, position bigint not null, id text not null, entity text not null, recorded_at timestamptz not null, kind smallint not null,
          from_owner text, from_state smallint, to_owner text, to_state smallint not null,
          constraint pk_ownership_change primary key (id, at));
        """;

    public string Indexes =>
        """
        create index ix_ownership_change_at on ownership_change (at, position, id);
        create index ix_ownership_change_from on ownership_change (from_owner, at);
        create index ix_ownership_change_to on ownership_change (to_owner, at);
        """;

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = await FactsAsync(page, connection, ct);
        if (facts.Count == 0)
            return;
        await InsertAsync(facts, connection, ct);
        var touched = await TouchedAsync(facts, connection, ct);
        var lives = await OwnershipFacts.LivesAsync(connection, "ownership_fact", touched, ct);
        await OwnershipChanges.ReplaceAsync(touched, [.. touched.SelectMany(id => OwnershipChangeRow.Of(id, lives))], connection, ct);
    }

    private static async Task<List<OwnershipFact>> FactsAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var refs = page.Select(recorded => recorded.Event).OfType<Domain.Entities.EntityEvent>().SelectMany(NamesOf).Distinct(StringComparer.Ordinal).ToArray();
        if (refs.Length == 0)
            return [];
        var stored = await OwnershipFacts.ReadAsync(
            connection,
            $"""
            select {OwnershipFacts.Columns} from unnest($1::text[]) as wanted(ref)
            cross join lateral (
              select * from ownership_fact e where e.ref = wanted.ref and e.position < $2
              order by e.kind in ({(int)FactKind.Past}, {(int)FactKind.PastAbsence}), e.position desc, e.kind desc limit 1) f
            """,
            refs, page[0].Position, ct);
        var last = stored.ToDictionary(fact => fact.Ref, StringComparer.Ordinal);
        var facts = new List<OwnershipFact>();
        foreach (var fact in page.SelectMany(recorded => OwnershipFact.Of(recorded, last.GetValueOrDefault)))
        {
            // What is found of the past does not say whose the name is now.
            if (!last.ContainsKey(fact.Ref) || fact.Kind is not (FactKind.Past or FactKind.PastAbsence))
                last[fact.Ref] = fact;
            facts.Add(fact);
        }

        return facts;
    }

    private static IEnumerable<string> NamesOf(Domain.Entities.EntityEvent happened) =>
        happened is Domain.Entities.EntityEvent.EntityRenamedFrom renamed ? [renamed.Entity.ToString(), renamed.From.ToString()] : [happened.Entity.ToString()];

    private static async Task InsertAsync(List<OwnershipFact> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into ownership_fact (position, kind, ref, id, at, recorded_at, owner, title, parent, into_ref)
            select * from unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[])
            on conflict on constraint pk_ownership_fact do nothing
            """, connection);
        command.Parameters.AddRange((NpgsqlParameter[])
        [
            new() { Value = facts.Select(fact => fact.Position).ToArray() },
            new() { Value = facts.Select(fact => (short)fact.Kind).ToArray() },
            new() { Value = facts.Select(fact => fact.Ref).ToArray() },
            new() { Value = facts.Select(fact => fact.Id).ToArray() },
            new() { Value = facts.Select(fact => fact.At.UtcDateTime).ToArray() },
            new() { Value = facts.Select(fact => fact.RecordedAt.UtcDateTime).ToArray() },
            new() { Value = facts.Select(fact => fact.Owner).ToArray() },
            new() { Value = facts.Select(fact => fact.Title).ToArray() },
            new() { Value = facts.Select(fact => fact.Parent).ToArray() },
            new() { Value = facts.Select(fact => fact.Into).ToArray() },
        ]);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The identities whose owners the facts may have changed: those they are about, and those that ever named one of them as owner.</summary>
    private static async Task<HashSet<string>> TouchedAsync(List<OwnershipFact> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        var touched = facts.Select(fact => fact.Id).ToHashSet(StringComparer.Ordinal);
        // A new owner of something befalls nothing that it owns itself.
        var befallen = facts.Where(fact => fact.Kind is not (FactKind.OwnerChanged or FactKind.Other)).Select(fact => fact.Id).Distinct(StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand(
            """
            with recursive name(ref) as (
              select distinct f.ref from ownership_fact f where f.id = any($1)
              union
              select e.ref from name join ownership_fact m on m.into_ref = name.ref join ownership_fact e on e.id = m.id)
            select distinct f.id from name join ownership_fact f on f.owner = name.ref
            """, connection);
        command.Parameters.Add(new() { Value = befallen });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            touched.Add(rows.GetString(0));
        return touched;
    }
}
