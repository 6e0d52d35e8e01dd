using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using Npgsql;

namespace EventCatalog.Ingestion.Memory;

/// <summary>What a crawler knows of one entity.</summary>
/// <param name="Version">Version of its stream, what the next append expects; 0 for an entity never seen.</param>
/// <param name="OrphanedAt">Since when nothing refers to its file; null unless it is an orphan.</param>
public sealed record RememberedEntity(EntityRef Ref, long Version, Entity State, DateTimeOffset? OrphanedAt = null)
{
    /// <summary>Where it stands while it is in the catalog; null when it is not.</summary>
    public DescriptorLocation? Location => (State as Entity.Live)?.Location;

    public bool IsOrphan => State is Entity.Live { Orphaned: true };
}

/// <summary>What a crawler knows of one source.</summary>
public sealed record RememberedSource(string Id, long Version, Source State);

/// <summary>
/// What the log says of entities and sources, as far as <see cref="CrawlerMemoryProjection"/> has read it. Decisions made on it
/// are guarded by the versions it gives.
/// </summary>
public sealed class CrawlerMemory(NpgsqlDataSource database)
{
    private const string EntityColumns = "ref, version, status, descriptor, source, target, origin, orphaned_at, claims";

    /// <summary>One entry for each reference; those never seen have version 0.</summary>
    public async Task<Dictionary<EntityRef, RememberedEntity>> FindAsync(IReadOnlyCollection<EntityRef> refs, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await FindAsync(refs, $"{CrawlerMemoryProjection.SchemaName}.entities", connection, ct);
    }

    /// <summary>Every entity in the catalog, orphans included.</summary>
    public async Task<IReadOnlyCollection<RememberedEntity>> LiveAsync(CancellationToken ct) =>
        (await SelectAsync("where $1 is not null and status in ('live', 'orphaned')", "", ct)).Values;

    /// <summary>The entities in the catalog that were last read through a source, orphans included.</summary>
    public Task<Dictionary<EntityRef, RememberedEntity>> OfSourceAsync(string source, CancellationToken ct) =>
        SelectAsync("where source = $1 and status in ('live', 'orphaned')", source, ct);

    /// <summary>The entities in the catalog that a source waits for.</summary>
    public Task<Dictionary<EntityRef, RememberedEntity>> WaitedForByAsync(string source, CancellationToken ct) =>
        SelectAsync("where claims @> jsonb_build_array(jsonb_build_object('location', jsonb_build_object('source', $1)))", source, ct);

    /// <summary>Orphans whose source is registered no more.</summary>
    public Task<Dictionary<EntityRef, RememberedEntity>> AbandonedAsync(CancellationToken ct) =>
        SelectAsync(
            $"where status = $1 and not exists (select from {CrawlerMemoryProjection.SchemaName}.sources s where s.id = entities.source and s.registered)", "orphaned", ct);

    /// <summary>The kinds in force beside the built-in ones: what the entities of kind <c>Kind</c> declare.</summary>
    public async Task<CatalogModel> ModelAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var select = new NpgsqlCommand(
            $"select {EntityColumns} from {CrawlerMemoryProjection.SchemaName}.entities where starts_with(ref, 'kind:') and status in ('live', 'orphaned')", connection);
        return CatalogModel.Of((await ReadEntitiesAsync(select, ct)).Values.Select(entity => ((Entity.Live)entity.State).Descriptor));
    }

    /// <summary>The descriptors of the Users with these addresses, in lower case, by address.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> PeopleAsync(IReadOnlyCollection<string> emails, CancellationToken ct)
    {
        var people = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (emails.Count == 0)
            return people;
        await using var select = database.CreateCommand(
            $"""
            select lower(descriptor #>> '{"{spec,profile,email}"}'), descriptor from {CrawlerMemoryProjection.SchemaName}.entities
            where ref like 'user:%' and status = 'live' and lower(descriptor #>> '{"{spec,profile,email}"}') = any($1) order by ref collate "C"
            """);
        select.Parameters.Add(new NpgsqlParameter { Value = emails.Select(email => email.ToLowerInvariant()).ToArray() });
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            people.TryAdd(reader.GetString(0), JsonElement.Parse(reader.GetString(1)));
        return people;
    }

    /// <summary>How many <see cref="OfSourceAsync"/> would bring.</summary>
    public async Task<int> CountOfSourceAsync(string source, CancellationToken ct)
    {
        await using var select = database.CreateCommand(
            $"select count(*)::int from {CrawlerMemoryProjection.SchemaName}.entities where source = $1 and status <> 'removed'");
        select.Parameters.Add(new NpgsqlParameter { Value = source });
        return (int)(await select.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Null when nobody ever registered it.</summary>
    public async Task<RememberedSource?> SourceAsync(string id, CancellationToken ct) =>
        (await SourcesAsync("where id = $1", id, ct)).SingleOrDefault();

    /// <summary>The registered sources, in the order of their ids.</summary>
    public Task<IReadOnlyList<RememberedSource>> SourcesAsync(CancellationToken ct) =>
        SourcesAsync("where registered and $1 is not null", "", ct);

    /// <summary>The source an entity was last read through; null when it is not in the catalog.</summary>
    public async Task<string?> SourceOfAsync(EntityRef entity, CancellationToken ct) =>
        (await FindAsync([entity], ct))[entity].Location?.Source;

    /// <summary>The entities in the catalog whose descriptors have one of the names in their text: those that may refer to them, and others.</summary>
    public async Task<Dictionary<EntityRef, RememberedEntity>> MentioningAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var select = new NpgsqlCommand(
            $"select {EntityColumns} from {CrawlerMemoryProjection.SchemaName}.entities e where status in ('live', 'orphaned') and exists (select from unnest($1) as n(name) where strpos(lower(e.descriptor::text), n.name) > 0)",
            connection)
        {
            Parameters = { new() { Value = names.Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray() } },
        };
        return await ReadEntitiesAsync(select, ct);
    }

    private async Task<Dictionary<EntityRef, RememberedEntity>> SelectAsync(string where, string parameter, CancellationToken ct)
    {
        await using var select = database.CreateCommand($"select {EntityColumns} from {CrawlerMemoryProjection.SchemaName}.entities {where}");
        select.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return await ReadEntitiesAsync(select, ct);
    }

    internal static async Task<Dictionary<EntityRef, RememberedEntity>> FindAsync(IReadOnlyCollection<EntityRef> refs, string table, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand($"select {EntityColumns} from {table} where ref = any($1)", connection)
        {
            Parameters = { new() { Value = refs.Select(entity => entity.ToString()).ToArray() } },
        };
        var found = await ReadEntitiesAsync(select, ct);
        foreach (var entity in refs)
            found.TryAdd(entity, new RememberedEntity(entity, 0, Entity.None));
        return found;
    }

    internal static async Task<Dictionary<string, RememberedSource>> FindSourcesAsync(IReadOnlyCollection<string> ids, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("select id, version, state from sources where id = any($1)", connection)
        {
            Parameters = { new() { Value = ids.ToArray() } },
        };
        return (await ReadSourcesAsync(select, ct)).ToDictionary(source => source.Id, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<RememberedSource>> SourcesAsync(string where, string parameter, CancellationToken ct)
    {
        await using var select = database.CreateCommand($"select id, version, state from {CrawlerMemoryProjection.SchemaName}.sources {where} order by id collate \"C\"");
        select.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return await ReadSourcesAsync(select, ct);
    }

    private static async Task<IReadOnlyList<RememberedSource>> ReadSourcesAsync(NpgsqlCommand select, CancellationToken ct)
    {
        var sources = new List<RememberedSource>();
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            sources.Add(new RememberedSource(reader.GetString(0), reader.GetInt64(1), StoredSource.Parse(reader.GetString(2))));
        return sources;
    }

    private static async Task<Dictionary<EntityRef, RememberedEntity>> ReadEntitiesAsync(NpgsqlCommand select, CancellationToken ct)
    {
        var found = new Dictionary<EntityRef, RememberedEntity>();
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var entity = EntityRef.Parse(reader.GetString(0));
            var descriptor = JsonElement.Parse(reader.GetFieldValue<byte[]>(3));
            var location = new DescriptorLocation(reader.GetString(4), reader.GetString(5), reader.GetString(6));
            Entity state = reader.GetString(2) switch
            {
                "unknown" => Entity.None,
                "removed" => new Entity.Removed(descriptor, location),
                "renamed" => new Entity.Renamed(EntityRef.Parse(location.Target)),
                var status => new Entity.Live(descriptor, location, status is "orphaned") { Claims = StoredClaims.Parse(reader.GetString(8)) },
            };
            var orphanedAt = await reader.IsDBNullAsync(7, ct) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(7);
            found[entity] = new RememberedEntity(entity, reader.GetInt64(1), state, orphanedAt);
        }

        return found;
    }
}
