using System.Runtime.InteropServices;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;

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
        await CopyAsync("entity_facet (ref, key, value, folded, seq_from, seq_to, valid_from, valid_to, known_to)", 9, rows.Facets, WriteFacet, connection, ct);
        await CopyAsync("entity_text (ref, search, seq_from, seq_to, valid_from, valid_to, known_to)", 7, rows.Texts, (copy, search) => copy.Write(search), connection, ct);
    }

    private static Task EndVersionsAsync(List<EntityVersion> ended, NpgsqlConnection connection, CancellationToken ct) => EndAsync(
        """
        update entity_version v set seq_to = c.seq_to, valid_to = c.valid_to
        from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[]) as c(ref, seq_to, valid_to, seq_from)
        where v.ref = c.ref and v.seq_from = c.seq_from and v.seq_to > c.seq_to
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
        await using var copy = await CopyRows.BeginAsync(
            connection,
            """
            entity_version (ref, seq_from, seq_to, valid_from, valid_to, known_to, kind, namespace, name, title, description, type, lifecycle,
              owner, orphaned, stream_version, registered_at, changed_at, source_id, location, source, descriptor, identity)
            """, ct);
        foreach (var version in versions)
        {
            await copy.StartRowAsync(23, ct);
            copy.Write(version.Ref);
            copy.WriteInterval(version.SeqFrom, version.SeqTo, version.ValidFrom, version.ValidTo, version.KnownTo);
            copy.Write(version.Kind);
            copy.Write(version.Namespace);
            copy.Write(version.Name);
            copy.Write(version.Title);
            copy.Write(version.Description);
            copy.Write(version.Type);
            copy.Write(version.Lifecycle);
            copy.Write(version.Owner);
            copy.Write(version.Orphaned);
            copy.Write(version.StreamVersion);
            copy.WriteTime(version.RegisteredAt);
            copy.WriteTime(version.ChangedAt);
            copy.Write(version.Location.Source);
            copy.Write(JsonSerializer.SerializeToUtf8Bytes(version.Location, JsonSerializerOptions.Web));
            copy.Write(JsonSerializer.SerializeToUtf8Bytes(version.Source, JsonSerializerOptions.Web));
            copy.Write(JsonMarshal.GetRawUtf8Value(version.Descriptor));
            copy.Write(version.Identity);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task CopyAsync<T>(
        string target, int columns, List<Interval<T>> rows, Action<CopyRows, T> write, NpgsqlConnection connection, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        await using var copy = await CopyRows.BeginAsync(connection, target, ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(columns, ct);
            copy.Write(row.Ref);
            write(copy, row.Row);
            copy.WriteInterval(row.SeqFrom, row.SeqTo, row.ValidFrom, row.ValidTo, row.KnownTo);
        }

        await copy.CompleteAsync(ct);
    }

    private static void WriteFacet(CopyRows copy, FacetRow facet)
    {
        copy.Write(facet.Key);
        copy.Write(facet.Value);
        copy.Write(facet.Value?.ToLowerInvariant());
    }
}
