using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Entities;

/// <summary>
/// Every version of every entity, and the paths one can filter by as intervals, so that a question about any instant
/// is the same question as one about now.
/// </summary>
public sealed class EntitiesProjection : IBulkProjection
{
    public const string ProjectionName = "entities/4";
    public const string Schema = "rm_entities_4";

    public string Name => ProjectionName;

    public string Ddl =>
        $"""
        create extension if not exists pg_trgm with schema public;
        create table entity_version (
          ref text not null, {VersionColumns.Ddl},
          kind text not null, namespace text not null, name text not null, title text not null, description text,
          type text, lifecycle text, owner text, orphaned boolean not null, stream_version int not null,
          registered_at timestamptz not null, changed_at timestamptz not null,
          source_id text not null, location json not null, source json not null, descriptor json not null, identity text);
        create table entity_facet (
          ref text not null, key text not null, value text, folded text, {VersionColumns.Ddl});
        create table entity_text (ref text not null, search text not null, {VersionColumns.Ddl});
        """;

    public string Keys =>
        $"""
        alter table entity_version add constraint pk_entity_version primary key (ref, seq_from, valid_from);
        create unique index uq_entity_version_open on entity_version (ref) where seq_to = {VersionColumns.Open};
        create index ix_entity_version_corrected on entity_version (ref) where known_to is not null or seq_to = seq_from;
        create index ix_entity_facet_ref on entity_facet (ref, key);
        create index ix_entity_text_ref on entity_text (ref);
        """;

    public string Indexes =>
        $"""
        create index ix_entity_version_name on entity_version (lower(name), ref) where seq_to = {VersionColumns.Open};
        create index ix_entity_version_identity on entity_version (identity, seq_from) where identity is not null;
        create index ix_entity_version_source on entity_version (source_id) where seq_to = {VersionColumns.Open};
        create index ix_entity_facet_open on entity_facet (key, folded, ref) include (value) where seq_to = {VersionColumns.Open};
        create statistics st_entity_facet (mcv) on key, folded from entity_facet;
        create index ix_entity_text_search on entity_text using gin (search gin_trgm_ops);
        """;

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var events = page.Where(recorded => recorded.Event is EntityEvent).ToList();
        if (events.Count == 0)
            return;
        var before = events.Select(recorded => recorded.Event).OfType<EntityEvent.EntityRenamedFrom>().Select(renamed => renamed.From.ToString());
        var refs = events.Select(RefOf).Concat(before).Distinct(StringComparer.Ordinal).ToArray();
        var fold = new EntityFold(await LatestAsync(connection, refs, ct));
        foreach (var recorded in events)
            fold.Apply(RefOf(recorded), recorded, (EntityEvent)recorded.Event!);
        var corrected = await CorrectedAsync(connection, refs, ct);
        await EntityWriter.WriteAsync(fold.Take(all: true), connection, ct);
        await EntityCorrections.WriteAsync([.. fold.Late.Union(corrected, StringComparer.Ordinal)], page[^1].Position, connection, ct);
    }

    public IProjectionBuild BeginBuild() => new Build();

    private static string RefOf(RecordedEvent recorded) => ((EntityEvent)recorded.Event!).Entity.ToString();

    private static async Task<Dictionary<string, EntityVersion>> LatestAsync(NpgsqlConnection connection, string[] refs, CancellationToken ct)
    {
        var latest = new Dictionary<string, EntityVersion>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            $"""
            select {EntityRows.Columns("v")} from unnest($1::text[]) as wanted(ref)
            cross join lateral (select * from entity_version e where e.ref = wanted.ref and e.seq_to > e.seq_from order by e.seq_from desc limit 1) v
            """, connection);
        command.Parameters.Add(new() { Value = refs });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var version = EntityRows.Read(reader);
            latest[version.Ref] = version;
        }

        return latest;
    }

    /// <summary>Those of which something became known late before.</summary>
    private static async Task<List<string>> CorrectedAsync(NpgsqlConnection connection, string[] refs, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select distinct ref from entity_version where ref = any($1) and (known_to is not null or seq_to = seq_from)", connection);
        command.Parameters.Add(new() { Value = refs });
        return await command.TextsAsync(ct);
    }

    /// <summary>Every entity's latest version stays in memory: about 5 KB each.</summary>
    private sealed class Build : IProjectionBuild
    {
        private readonly EntityFold fold = new(new Dictionary<string, EntityVersion>(StringComparer.Ordinal));
        private long reached;

        public WriteRows Add(IReadOnlyList<RecordedEvent> page)
        {
            foreach (var recorded in page)
            {
                if (recorded.Event is EntityEvent happened)
                    fold.Apply(RefOf(recorded), recorded, happened);
            }

            reached = page[^1].Position;
            return Write(fold.Take(all: false));
        }

        public WriteRows Complete() => async (connection, ct) =>
        {
            await EntityWriter.WriteAsync(fold.Take(all: true), connection, ct);
            await EntityCorrections.WriteAsync(fold.Late, reached, connection, ct);
        };

        private static WriteRows Write(EntityFold.Rows rows) => (connection, ct) => EntityWriter.WriteAsync(rows, connection, ct);
    }
}
