using System.Globalization;
using System.Text;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.ReadModels;

/// <summary>The text of one statement being put together; what a caller gave goes in as parameters only.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder text = new();
    private readonly List<object> values = [];

    /// <summary>Remembers a value and answers its placeholder.</summary>
    public string Value(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
    }

    public SqlText Add(string sql)
    {
        text.AppendLine(sql);
        return this;
    }

    /// <summary>
    /// How near a word must come to count as found by trigrams, from 0 to 1; null for PostgreSQL's own default, 0.6.
    /// </summary>
    public double? Nearness { get; init; }

    /// <summary>
    /// Whether it is planned for these values each time. A plan for any values takes every value for a rare one, which some here are not at all.
    /// </summary>
    public bool IsPlannedAnew { get; init; }

    /// <summary>
    /// Runs the statement; disposing of the reader gives the connection back. Again where a connection turns out to have gone, or a
    /// standby cancelled the statement to go on replaying.
    /// </summary>
    public Task<NpgsqlDataReader> ReadAsync(NpgsqlDataSource database, CancellationToken ct) =>
        ReadRetry.AskAsync(database, () => ReadOnceAsync(database, ct), ct);

    private async Task<NpgsqlDataReader> ReadOnceAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var statement = SqlCommands.Of(text.ToString(), [.. values]);
        var batch = database.CreateBatch();
        // Local to the transaction that a batch is, so the connection goes back to the pool as it was.
        if (Nearness is { } nearness)
            batch.BatchCommands.Add(SqlCommands.Of("select set_config('pg_trgm.word_similarity_threshold', $1, true)", nearness.ToString(CultureInfo.InvariantCulture)));
        if (IsPlannedAnew)
            batch.BatchCommands.Add(SqlCommands.Of("select set_config('plan_cache_mode', 'force_custom_plan', true)"));
        batch.BatchCommands.Add(statement);
        var reader = await batch.ExecuteReaderAsync(ct);
        for (var settings = batch.BatchCommands.Count - 1; settings > 0; settings--)
            await reader.NextResultAsync(ct);
        return reader;
    }

    /// <summary>Runs a statement that answers one value.</summary>
    public async Task<T> ScalarAsync<T>(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var reader = await ReadAsync(database, ct);
        await reader.ReadAsync(ct);
        return await reader.GetFieldValueAsync<T>(0, ct);
    }
}
