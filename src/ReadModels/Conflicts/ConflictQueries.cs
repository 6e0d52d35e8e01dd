using System.Text.Json;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Conflicts;

/// <summary>A source that waits for an entity.</summary>
/// <param name="Target">Where its descriptor stands.</param>
/// <param name="Descriptor">What that says.</param>
public sealed record ConflictRow(string EntityRef, string Source, string Target, JsonElement Descriptor, DateTimeOffset Since);

/// <summary>Asks the conflicts read model.</summary>
public sealed class ConflictQueries(NpgsqlDataSource database)
{
    /// <summary>Who waits for each entity at an instant, longest first.</summary>
    public ValueTask<IReadOnlyDictionary<string, IReadOnlyList<ConflictRow>>> OfEntitiesAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct) =>
        FindAsync("c.entity", refs, at, ct);

    /// <summary>What each source waits for at an instant, longest first.</summary>
    public ValueTask<IReadOnlyDictionary<string, IReadOnlyList<ConflictRow>>> OfSourcesAsync(IReadOnlyCollection<string> sources, AsOf at, CancellationToken ct) =>
        FindAsync("c.source_id", sources, at, ct);

    private async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<ConflictRow>>> FindAsync(string column, IReadOnlyCollection<string> keys, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select {column}, c.entity, c.source_id, c.target, c.descriptor, c.since from {ConflictsProjection.Schema}.conflict c")
            .Add($"where {column} = any({sql.Value(keys.ToArray())}) and {at.Holds("c")} order by c.since, c.entity, c.source_id");
        var found = new List<(string Key, ConflictRow Row)>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            found.Add((rows.GetString(0), new ConflictRow(
                rows.GetString(1), rows.GetString(2), rows.GetString(3), JsonElement.Parse(rows.GetString(4)), rows.GetFieldValue<DateTimeOffset>(5))));
        }

        return found.GroupBy(one => one.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<ConflictRow>)[.. group.Select(one => one.Row)], StringComparer.Ordinal);
    }
}
