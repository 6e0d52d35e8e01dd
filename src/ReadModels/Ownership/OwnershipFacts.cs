using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>Reads rows of <c>ownership_fact</c>.</summary>
internal static class OwnershipFacts
{
    public const string Columns = "f.position, f.kind, f.ref, f.id, f.at, f.recorded_at, f.owner, f.title, f.parent, f.into_ref";

    /// <summary>All facts about some entities, about whatever they refer to as an owner, and about what that went on as part of.</summary>
    /// <param name="table">The table's name; with its schema, where the search path does not say it.</param>
    /// <param name="upTo">Nothing that the log learned after this position.</param>
    public static async Task<OwnerLives> LivesAsync(
        NpgsqlConnection connection, string table, IReadOnlyCollection<string> ids, CancellationToken ct, long upTo = long.MaxValue)
    {
        var facts = await ReadAsync(connection, $"select {Columns} from {table} f where f.id = any($1) and f.position <= $2", ids, upTo, ct);
        var known = new HashSet<string>(ids, StringComparer.Ordinal);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var news = facts; news.Select(fact => fact.Owner).Concat(news.Select(fact => fact.Into)).OfType<string>().Where(asked.Add).ToArray() is { Length: > 0 } names;)
        {
            // Their own owners are of no interest: nothing is owned by way of another owner.
            var found = await ReadAsync(
                connection, $"select {Columns} from {table} f where f.id in (select n.id from {table} n where n.ref = any($1)) and f.position <= $2", names, upTo, ct);
            news = [.. found.Where(fact => !known.Contains(fact.Id)).Select(fact => fact with { Owner = null })];
            known.UnionWith(news.Select(fact => fact.Id));
            facts.AddRange(news);
        }

        return new OwnerLives(facts);
    }

    public static async Task<List<OwnershipFact>> ReadAsync(NpgsqlConnection connection, string text, IReadOnlyCollection<string> keys, long position, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.Add(new() { Value = keys.ToArray() });
        command.Parameters.Add(new() { Value = position });
        var found = new List<OwnershipFact>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            found.Add(new OwnershipFact(
                row.GetInt64(0), (FactKind)row.GetInt16(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5),
                Text(6), Text(7), Text(8), Text(9)));
        }

        return found;

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
