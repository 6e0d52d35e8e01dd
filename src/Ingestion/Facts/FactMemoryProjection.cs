using EventCatalog.Domain.Facts;
using EventCatalog.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.Ingestion.Facts;

/// <summary>The last word of each source on each fact, which the next decision rests on.</summary>
public sealed class FactMemoryProjection : IProjection
{
    public const string ProjectionName = "fact-memory/1";
    internal const string SchemaName = "rm_fact_memory_1";

    public string Name => ProjectionName;

    public string Ddl =>
        """
        create table streams (entity text constraint pk_fact_streams primary key, version bigint not null);
        create table facts (
          entity text not null, source text not null, name text not null, fact json not null, observed_at timestamptz not null,
          constraint pk_facts primary key (entity, source, name));
        """;

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var facts = new Dictionary<(string Entity, string Source, string Name), (string Fact, DateTimeOffset At)>();
        foreach (var recorded in page)
        {
            if (recorded.Event is not FactEvent.FactsObserved observed)
                continue;
            var entity = observed.Entity.ToString();
            versions[entity] = recorded.StreamVersion;
            foreach (var fact in recorded.Data.GetProperty("facts").EnumerateArray())
            {
                var key = (entity, observed.Source, fact.GetProperty("name").GetString()!);
                if (!facts.TryGetValue(key, out var before) || before.At <= recorded.EffectiveAt)
                    facts[key] = (fact.GetRawText(), recorded.EffectiveAt);
            }
        }

        if (versions.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    """
                    insert into streams as s (entity, version) select * from unnest($1, $2)
                    on conflict (entity) do update set version = greatest(s.version, excluded.version)
                    """)
                {
                    Parameters = { Of(NpgsqlDbType.Text, versions.Keys), Of(NpgsqlDbType.Bigint, versions.Values) },
                },
                new NpgsqlBatchCommand(
                    """
                    insert into facts as f (entity, source, name, fact, observed_at) select * from unnest($1, $2, $3, $4, $5)
                    on conflict (entity, source, name) do update set fact = excluded.fact, observed_at = excluded.observed_at where f.observed_at <= excluded.observed_at
                    """)
                {
                    Parameters =
                    {
                        Of(NpgsqlDbType.Text, facts.Keys.Select(key => key.Entity)),
                        Of(NpgsqlDbType.Text, facts.Keys.Select(key => key.Source)),
                        Of(NpgsqlDbType.Text, facts.Keys.Select(key => key.Name)),
                        Of(NpgsqlDbType.Json, facts.Values.Select(fact => fact.Fact)),
                        Of(NpgsqlDbType.TimestampTz, facts.Values.Select(fact => fact.At)),
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Of<T>(NpgsqlDbType type, IEnumerable<T> values) => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };
}
