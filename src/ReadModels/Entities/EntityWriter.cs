using System.Runtime.InteropServices;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.ReadModels.Instants;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.ReadModels.Entities;

/// <summary>Writes what a fold hands out: ends first, so that no two rows of one thing hold at once.</summary>
internal static class EntityWriter
{
    public static async Task WriteAsync(EntityFold.Rows rows, NpgsqlConnection connection, CancellationToken ct)
    {
        await EndVersionsAsync(rows.EndedVersions, connection, ct);
        await EndFacetsAsync(rows.EndedFacets, connection, ct);
        await EndTextsAsync(rows.EndedTexts, connection, ct);
        await CopyVersionsAsync(rows.Versions, connection, ct);
        await CopyAsync("entity_facet (ref, key, value, folded, seq_from, seq_to, valid_from, valid_to)", rows.Facets, WriteFacetAsync, connection, ct);
        await CopyAsync("entity_text (ref, search, seq_from, seq_to, valid_from, valid_to)", rows.Texts, WriteSearchAsync, connection, ct);
    }

    private static Task EndVersionsAsync(List<EntityVersion> ended, NpgsqlConnection connection, CancellationToken ct) => EndAsync(
        """
        update entity_version v set seq_to = c.seq_to, valid_to = c.valid_to
        from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[]) as c(ref, seq_to, valid_to, seq_from)
        where v.ref = c.ref and v.seq_from = c.seq_from
        """,
        ended, version => (version.Ref, version.SeqTo, version.ValidTo), connection, ct, ended.Select(version => version.SeqFrom).ToArray());

    // "Still holds" is written so that the index over what holds, by key and value, does not serve: where there are no statistics yet it would be taken, and
    // every row of a key looked at.
    private static Task EndFacetsAsync(List<Interval<FacetRow>> ended, NpgsqlConnection connection, CancellationToken ct) => EndAsync(
        """
        update entity_facet f set seq_to = c.seq_to, valid_to = c.valid_to
        from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[]) as c(ref, seq_to, valid_to, key, value)
        where f.ref = c.ref and f.key = c.key and f.value is not distinct from c.value and f.seq_to > c.seq_to
        """,
        ended, facet => (facet.Ref, facet.SeqTo, facet.ValidTo), connection, ct,
        ended.Select(facet => facet.Row.Key).ToArray(), ended.Select(facet => facet.Row.Value).ToArray());

    private static Task EndTextsAsync(List<Interval<string>> ended, NpgsqlConnection connection, CancellationToken ct) => EndAsync(
        """
        update entity_text t set seq_to = c.seq_to, valid_to = c.valid_to
        from unnest($1::text[], $2::bigint[], $3::timestamptz[]) as c(ref, seq_to, valid_to)
        where t.ref = c.ref and t.seq_to > c.seq_to
        """,
        ended, text => (text.Ref, text.SeqTo, text.ValidTo), connection, ct);

    private static async Task EndAsync<T>(
        string sql, List<T> ended, Func<T, (string Ref, long SeqTo, DateTimeOffset? ValidTo)> end, NpgsqlConnection connection, CancellationToken ct, params Array[] more)
    {
        if (ended.Count == 0)
            return;
        await using var update = new NpgsqlCommand(sql, connection);
        var ends = ended.ConvertAll(each => end(each));
        update.Parameters.Add(new() { Value = ends.Select(each => each.Ref).ToArray() });
        update.Parameters.Add(new() { Value = ends.Select(each => each.SeqTo).ToArray() });
        update.Parameters.Add(new() { Value = ends.Select(each => each.ValidTo!.Value.UtcDateTime).ToArray() });
        foreach (var values in more)
            update.Parameters.Add(new() { Value = values });
        await update.ExecuteNonQueryAsync(ct);
    }

    private static async Task CopyVersionsAsync(List<EntityVersion> versions, NpgsqlConnection connection, CancellationToken ct)
    {
        if (versions.Count == 0)
            return;
        await using var import = await connection.BeginBinaryImportAsync(
            """
            copy entity_version (ref, seq_from, seq_to, valid_from, valid_to, kind, namespace, name, title, description, type, lifecycle,
              owner, orphaned, stream_version, registered_at, changed_at, source_id, location, source, descriptor, identity) from stdin (format binary)
            """, ct);
        foreach (var version in versions)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(version.Ref, NpgsqlDbType.Text, ct);
            await WriteIntervalAsync(import, version.SeqFrom, version.SeqTo, version.ValidFrom, version.ValidTo, ct);
            await import.WriteAsync(version.Kind, NpgsqlDbType.Text, ct);
            await import.WriteAsync(version.Namespace, NpgsqlDbType.Text, ct);
            await import.WriteAsync(version.Name, NpgsqlDbType.Text, ct);
            await import.WriteAsync(version.Title, NpgsqlDbType.Text, ct);
            await WriteTextAsync(import, version.Description, ct);
            await WriteTextAsync(import, version.Type, ct);
            await WriteTextAsync(import, version.Lifecycle, ct);
            await WriteTextAsync(import, version.Owner, ct);
            await import.WriteAsync(version.Orphaned, NpgsqlDbType.Boolean, ct);
            await import.WriteAsync(version.StreamVersion, NpgsqlDbType.Integer, ct);
            await import.WriteAsync(version.RegisteredAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await import.WriteAsync(version.ChangedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await import.WriteAsync(version.Location.Source, NpgsqlDbType.Text, ct);
            await import.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(version.Location, JsonSerializerOptions.Web), NpgsqlDbType.Json, ct);
            await import.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(version.Source, JsonSerializerOptions.Web), NpgsqlDbType.Json, ct);
            await import.WriteAsync(JsonMarshal.GetRawUtf8Value(version.Descriptor).ToArray(), NpgsqlDbType.Json, ct);
            await WriteTextAsync(import, version.Identity, ct);
        }

        await import.CompleteAsync(ct);
    }

    private static async Task CopyAsync<T>(
        string target, List<Interval<T>> rows, Func<NpgsqlBinaryImporter, T, CancellationToken, Task> write, NpgsqlConnection connection, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        await using var import = await connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)", ct);
        foreach (var row in rows)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(row.Ref, NpgsqlDbType.Text, ct);
            await write(import, row.Row, ct);
            await WriteIntervalAsync(import, row.SeqFrom, row.SeqTo, row.ValidFrom, row.ValidTo, ct);
        }

        await import.CompleteAsync(ct);
    }

    private static async Task WriteFacetAsync(NpgsqlBinaryImporter import, FacetRow facet, CancellationToken ct)
    {
        await import.WriteAsync(facet.Key, NpgsqlDbType.Text, ct);
        await WriteTextAsync(import, facet.Value, ct);
        await WriteTextAsync(import, facet.Value?.ToLowerInvariant(), ct);
    }

    private static Task WriteSearchAsync(NpgsqlBinaryImporter import, string search, CancellationToken ct) => import.WriteAsync(search, NpgsqlDbType.Text, ct);

    private static async Task WriteIntervalAsync(
        NpgsqlBinaryImporter import, long seqFrom, long seqTo, DateTimeOffset validFrom, DateTimeOffset? validTo, CancellationToken ct)
    {
        await import.WriteAsync(seqFrom, NpgsqlDbType.Bigint, ct);
        await import.WriteAsync(seqTo, NpgsqlDbType.Bigint, ct);
        await import.WriteAsync(validFrom.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await import.WriteAsync(validTo?.UtcDateTime ?? VersionColumns.Infinity, NpgsqlDbType.TimestampTz, ct);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter import, string? text, CancellationToken ct) =>
        text is null ? import.WriteNullAsync(ct) : import.WriteAsync(text, NpgsqlDbType.Text, ct);
}
