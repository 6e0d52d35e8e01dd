using System.Text.Json;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.ReadModels.Entities;

/// <summary>
/// Every version of every entity, and the paths one can filter by as intervals, so that a question about any instant
/// is the same question as one about now.
/// </summary>
public sealed class EntitiesProjection : IProjection
{
    public const string ProjectionName = "entities/1";
    public const string Schema = "rm_entities_1";

    public string Name => ProjectionName;

    public string Ddl =>
        $"""
        create extension if not exists pg_trgm with schema public;
        create table entity_version (
          ref text not null, {VersionColumns.Ddl},
          kind text not null, namespace text not null, name text not null, title text not null, description text,
          type text, lifecycle text, owner text, orphaned boolean not null, stream_version int not null,
          registered_at timestamptz not null, changed_at timestamptz not null,
          source_id text not null, location jsonb not null, source jsonb not null, descriptor jsonb not null, search text not null,
          constraint pk_entity_version primary key (ref, seq_from));
        create unique index uq_entity_version_open on entity_version (ref) where seq_to = {VersionColumns.Open};
        create table entity_facet (
          ref text not null, key text not null, value text, folded text, {VersionColumns.Ddl});
        create index ix_entity_facet_ref on entity_facet (ref, key);
        """;

    public string Indexes =>
        $"""
        create index ix_entity_version_name on entity_version (lower(name), ref) where seq_to = {VersionColumns.Open};
        create index ix_entity_version_source on entity_version (source_id) where seq_to = {VersionColumns.Open};
        create index ix_entity_version_search on entity_version using gin (search gin_trgm_ops);
        create index ix_entity_facet_open on entity_facet (key, folded, ref) where seq_to = {VersionColumns.Open};
        """;

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var events = page.Where(recorded => recorded.Event is EntityEvent).ToList();
        if (events.Count == 0)
            return;
        var refs = events.Select(recorded => RefOf(recorded)).Distinct(StringComparer.Ordinal).ToArray();
        var fold = new EntityFold(await LatestAsync(connection, refs, ct));
        foreach (var recorded in events)
            fold.Apply(RefOf(recorded), recorded, (EntityEvent)recorded.Event!);
        await WriteVersionsAsync(connection, fold, ct);
        await WriteFacetsAsync(connection, fold, ct);
    }

    private static string RefOf(RecordedEvent recorded) => ((EntityEvent)recorded.Event!).Entity.ToString();

    private static async Task<Dictionary<string, EntityVersion>> LatestAsync(NpgsqlConnection connection, string[] refs, CancellationToken ct)
    {
        var latest = new Dictionary<string, EntityVersion>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            $"select distinct on (v.ref) {EntityRows.Columns("v")} from entity_version v where v.ref = any($1) order by v.ref, v.seq_from desc", connection);
        command.Parameters.Add(new() { Value = refs });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var version = EntityRows.Read(reader);
            latest[version.Ref] = version;
        }

        return latest;
    }

    private static async Task WriteVersionsAsync(NpgsqlConnection connection, EntityFold fold, CancellationToken ct)
    {
        if (fold.Closed.Count > 0)
        {
            await using var close = new NpgsqlCommand(
                """
                update entity_version v set seq_to = c.seq_to, valid_to = c.valid_to
                from unnest($1::text[], $2::bigint[], $3::bigint[], $4::timestamptz[]) as c(ref, seq_from, seq_to, valid_to)
                where v.ref = c.ref and v.seq_from = c.seq_from
                """, connection);
            close.Parameters.Add(new() { Value = fold.Closed.Select(version => version.Ref).ToArray() });
            close.Parameters.Add(new() { Value = fold.Closed.Select(version => version.SeqFrom).ToArray() });
            close.Parameters.Add(new() { Value = fold.Closed.Select(version => version.SeqTo).ToArray() });
            close.Parameters.Add(new() { Value = fold.Closed.Select(version => version.ValidTo!.Value.UtcDateTime).ToArray() });
            await close.ExecuteNonQueryAsync(ct);
        }

        await using var import = await connection.BeginBinaryImportAsync(
            """
            copy entity_version (ref, seq_from, seq_to, valid_from, valid_to, kind, namespace, name, title, description, type, lifecycle,
              owner, orphaned, stream_version, registered_at, changed_at, source_id, location, source, descriptor, search) from stdin (format binary)
            """, ct);
        foreach (var version in fold.Opened)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(version.Ref, NpgsqlDbType.Text, ct);
            await import.WriteAsync(version.SeqFrom, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(version.SeqTo, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(version.ValidFrom.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await import.WriteAsync(version.ValidTo?.UtcDateTime ?? VersionColumns.Infinity, NpgsqlDbType.TimestampTz, ct);
            foreach (var text in new[] { version.Kind, version.Namespace, version.Name, version.Title, version.Description, version.Type, version.Lifecycle, version.Owner })
                await WriteTextAsync(import, text, ct);
            await import.WriteAsync(version.Orphaned, NpgsqlDbType.Boolean, ct);
            await import.WriteAsync(version.StreamVersion, NpgsqlDbType.Integer, ct);
            await import.WriteAsync(version.RegisteredAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await import.WriteAsync(version.ChangedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await import.WriteAsync(version.Location.Source, NpgsqlDbType.Text, ct);
            await import.WriteAsync(JsonSerializer.Serialize(version.Location, JsonSerializerOptions.Web), NpgsqlDbType.Jsonb, ct);
            await import.WriteAsync(JsonSerializer.Serialize(version.Source, JsonSerializerOptions.Web), NpgsqlDbType.Jsonb, ct);
            await import.WriteAsync(version.Descriptor.GetRawText(), NpgsqlDbType.Jsonb, ct);
            await import.WriteAsync(version.SearchText, NpgsqlDbType.Text, ct);
        }

        await import.CompleteAsync(ct);
    }

    private static async Task WriteFacetsAsync(NpgsqlConnection connection, EntityFold fold, CancellationToken ct)
    {
        var (closed, opened) = fold.Facets();
        if (closed.Count > 0)
        {
            await using var close = new NpgsqlCommand(
                $"""
                update entity_facet f set seq_to = c.seq_to, valid_to = c.valid_to
                from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[]) as c(ref, key, value, seq_to, valid_to)
                where f.ref = c.ref and f.key = c.key and f.value is not distinct from c.value and f.seq_to = {VersionColumns.Open}
                """, connection);
            close.Parameters.Add(new() { Value = closed.Select(facet => facet.Ref).ToArray() });
            close.Parameters.Add(new() { Value = closed.Select(facet => facet.Row.Key).ToArray() });
            close.Parameters.Add(new() { Value = closed.Select(facet => facet.Row.Value).ToArray() });
            close.Parameters.Add(new() { Value = closed.Select(facet => facet.SeqTo).ToArray() });
            close.Parameters.Add(new() { Value = closed.Select(facet => facet.ValidTo!.Value.UtcDateTime).ToArray() });
            await close.ExecuteNonQueryAsync(ct);
        }

        await using var import = await connection.BeginBinaryImportAsync(
            "copy entity_facet (ref, key, value, folded, seq_from, seq_to, valid_from, valid_to) from stdin (format binary)", ct);
        foreach (var facet in opened)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(facet.Ref, NpgsqlDbType.Text, ct);
            await import.WriteAsync(facet.Row.Key, NpgsqlDbType.Text, ct);
            await WriteTextAsync(import, facet.Row.Value, ct);
            await WriteTextAsync(import, facet.Row.Value?.ToLowerInvariant(), ct);
            await import.WriteAsync(facet.SeqFrom, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(facet.SeqTo, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(facet.ValidFrom.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await import.WriteAsync(facet.ValidTo?.UtcDateTime ?? VersionColumns.Infinity, NpgsqlDbType.TimestampTz, ct);
        }

        await import.CompleteAsync(ct);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter import, string? text, CancellationToken ct) =>
        text is null ? import.WriteNullAsync(ct) : import.WriteAsync(text, NpgsqlDbType.Text, ct);
}
