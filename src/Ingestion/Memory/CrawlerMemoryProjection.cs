using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.Ingestion.Memory;

/// <summary>Folds the streams of entities and sources into the states that the crawler's next decisions rest on.</summary>
public sealed class CrawlerMemoryProjection : IProjection
{
    public const string ProjectionName = "crawler-memory/2";
    internal const string SchemaName = "rm_crawler_memory_2";
    private const string EntityPrefix = "entity-";
    private const string SourcePrefix = "source-";

    public string Name => ProjectionName;

    public string Ddl => """
        create table entities (
          ref text constraint pk_crawler_entities primary key,
          version bigint not null,
          status text not null constraint ck_crawler_entities_status check (status in ('unknown', 'live', 'orphaned', 'removed', 'renamed')),
          descriptor jsonb not null,
          source text not null,
          target text not null,
          origin text not null,
          orphaned_at timestamptz,
          claims jsonb not null);
        create table sources (
          id text constraint pk_crawler_sources primary key,
          version bigint not null,
          registered boolean not null,
          state jsonb not null);
        """;

    public string Indexes => """
        create index ix_crawler_entities_source on entities (source);
        create index ix_crawler_entities_orphaned on entities (source) where status = 'orphaned';
        create index ix_crawler_entities_claims on entities using gin (claims jsonb_path_ops);
        """;

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        await FoldEntitiesAsync([.. page.Where(recorded => recorded.Stream.StartsWith(EntityPrefix, StringComparison.Ordinal))], connection, ct);
        await FoldSourcesAsync([.. page.Where(recorded => recorded.Stream.StartsWith(SourcePrefix, StringComparison.Ordinal))], connection, ct);
    }

    private static async Task FoldEntitiesAsync(RecordedEvent[] events, NpgsqlConnection connection, CancellationToken ct)
    {
        if (events.Length == 0)
            return;
        var entities = await CrawlerMemory.FindAsync([.. events.Select(RefOf).Distinct()], "entities", connection, ct);
        foreach (var recorded in events)
        {
            var before = entities[RefOf(recorded)];
            if (recorded.StreamVersion <= before.Version)
                continue;
            var state = recorded.Event is EntityEvent happened ? EntityDecider.Evolve(before.State, happened) : before.State;
            var orphanedAt = state is Entity.Live { Orphaned: true } ? before.OrphanedAt ?? recorded.EffectiveAt : (DateTimeOffset?)null;
            entities[before.Ref] = new RememberedEntity(before.Ref, recorded.StreamVersion, state, orphanedAt);
        }

        var rows = entities.Values.Select(Row.Of).ToArray();
        await using var upsert = new NpgsqlCommand(
            """
            insert into entities (ref, version, status, descriptor, source, target, origin, orphaned_at, claims)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (ref) do update set version = excluded.version, status = excluded.status, descriptor = excluded.descriptor,
              source = excluded.source, target = excluded.target, origin = excluded.origin, orphaned_at = excluded.orphaned_at,
              claims = excluded.claims
            """, connection);
        Add(upsert, NpgsqlDbType.Text, rows.Select(row => row.Ref));
        Add(upsert, NpgsqlDbType.Bigint, rows.Select(row => row.Version));
        Add(upsert, NpgsqlDbType.Text, rows.Select(row => row.Status));
        Add(upsert, NpgsqlDbType.Jsonb, rows.Select(row => row.Descriptor));
        Add(upsert, NpgsqlDbType.Text, rows.Select(row => row.Location.Source));
        Add(upsert, NpgsqlDbType.Text, rows.Select(row => row.Location.Target));
        Add(upsert, NpgsqlDbType.Text, rows.Select(row => row.Location.Origin));
        Add(upsert, NpgsqlDbType.TimestampTz, rows.Select(row => row.OrphanedAt));
        Add(upsert, NpgsqlDbType.Jsonb, rows.Select(row => row.Claims));
        await upsert.ExecuteNonQueryAsync(ct);
    }

    private static async Task FoldSourcesAsync(RecordedEvent[] events, NpgsqlConnection connection, CancellationToken ct)
    {
        if (events.Length == 0)
            return;
        string[] ids = [.. events.Select(IdOf).Distinct(StringComparer.Ordinal)];
        var sources = await CrawlerMemory.FindSourcesAsync(ids, connection, ct);
        foreach (var recorded in events)
        {
            var before = sources.GetValueOrDefault(IdOf(recorded)) ?? new RememberedSource(IdOf(recorded), 0, Source.None);
            if (recorded.StreamVersion <= before.Version)
                continue;
            var state = recorded.Event is SourceEvent happened ? SourceDecider.Evolve(before.State, happened) : before.State;
            sources[before.Id] = new RememberedSource(before.Id, recorded.StreamVersion, state);
        }

        await using var upsert = new NpgsqlCommand(
            """
            insert into sources (id, version, registered, state) select * from unnest($1, $2, $3, $4)
            on conflict (id) do update set version = excluded.version, registered = excluded.registered, state = excluded.state
            """, connection);
        Add(upsert, NpgsqlDbType.Text, sources.Values.Select(source => source.Id));
        Add(upsert, NpgsqlDbType.Bigint, sources.Values.Select(source => source.Version));
        Add(upsert, NpgsqlDbType.Boolean, sources.Values.Select(source => source.State.Registered));
        Add(upsert, NpgsqlDbType.Jsonb, sources.Values.Select(source => StoredSource.Write(source.State)));
        await upsert.ExecuteNonQueryAsync(ct);
    }

    private static EntityRef RefOf(RecordedEvent recorded) => EntityRef.Parse(recorded.Stream[EntityPrefix.Length..]);

    private static string IdOf(RecordedEvent recorded) => recorded.Stream[SourcePrefix.Length..];

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() });

    private sealed record Row(string Ref, long Version, string Status, string Descriptor, DescriptorLocation Location, DateTimeOffset? OrphanedAt = null, string Claims = StoredClaims.None)
    {
        private static readonly DescriptorLocation Nowhere = new("", "", "");

        public static Row Of(RememberedEntity entity) => entity.State switch
        {
            Entity.Live live => new Row(entity.Ref.ToString(), entity.Version, live.Orphaned ? "orphaned" : "live", live.Descriptor.GetRawText(), live.Location, entity.OrphanedAt, StoredClaims.Write(live.Claims)),
            Entity.Removed removed => new Row(entity.Ref.ToString(), entity.Version, "removed", removed.Descriptor.GetRawText(), removed.Location),
            Entity.Renamed renamed => new Row(entity.Ref.ToString(), entity.Version, "renamed", "null", Nowhere with { Target = renamed.To.ToString() }),
            // Others recorded facts about it before any crawler saw it; the version still counts.
            _ => new Row(entity.Ref.ToString(), entity.Version, "unknown", "null", Nowhere),
        };
    }
}
