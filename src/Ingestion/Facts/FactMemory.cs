using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using Npgsql;

namespace EventCatalog.Ingestion.Facts;

/// <summary>What sources last said of entities, as far as <see cref="FactMemoryProjection"/> has read the log.</summary>
public sealed class FactMemory(NpgsqlDataSource database)
{
    /// <returns>The version of the entity's stream, and the last fact of each name; version 0 and none for an entity nobody looked at.</returns>
    public async Task<(long Version, IReadOnlyDictionary<string, KnownFact> Facts)> FindAsync(EntityRef entity, string source, CancellationToken ct)
    {
        // One snapshot for both: a version that is newer than the facts would let a decision on old facts pass.
        await using var select = database.CreateCommand(
            $"""
            select s.version, f.fact, f.observed_at from {FactMemoryProjection.SchemaName}.streams s
            left join {FactMemoryProjection.SchemaName}.facts f on f.entity = s.entity and f.source = $2 where s.entity = $1
            """);
        select.Parameters.Add(new NpgsqlParameter { Value = entity.ToString() });
        select.Parameters.Add(new NpgsqlParameter { Value = source });
        var (version, facts) = (0L, new Dictionary<string, KnownFact>(StringComparer.Ordinal));
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            version = reader.GetInt64(0);
            if (await reader.IsDBNullAsync(1, ct))
                continue;
            var fact = JsonSerializer.Deserialize<Fact>(reader.GetString(1), JsonSerializerOptions.Web)!;
            facts[fact.Name] = new KnownFact(fact, reader.GetFieldValue<DateTimeOffset>(2));
        }

        return (version, facts);
    }
}
