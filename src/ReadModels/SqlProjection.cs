using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.ReadModels;

/// <summary>A projection whose every event is a few statements: event in, SQL out. A page is one round trip.</summary>
public abstract class SqlProjection : IProjection
{
    public abstract string Name { get; }

    public abstract string Ddl { get; }

    public virtual string Indexes => "";

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in page.SelectMany(Apply))
            batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What the event changes, in this order.</summary>
    protected abstract IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded);
}
