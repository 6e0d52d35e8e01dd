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
    /// Runs the statement; disposing of the reader gives the connection back. Again where a connection turns out to have gone, or a
    /// standby cancelled the statement to go on replaying.
    /// </summary>
    public Task<NpgsqlDataReader> ReadAsync(NpgsqlDataSource database, CancellationToken ct) =>
        ReadRetry.AskAsync(database, () => ReadOnceAsync(database, ct), ct);

    private async Task<NpgsqlDataReader> ReadOnceAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var statement = SqlCommands.Of(text.ToString(), [.. values]);
        var batch = database.CreateBatch();
        if (Nearness is { } nearness)
        {
            // Local to the transaction that a batch is, so the connection goes back to the pool as it was.
            batch.BatchCommands.Add(SqlCommands.Of(
                "select set_config('pg_trgm.word_similarity_threshold', $1, true)", nearness.ToString(CultureInfo.InvariantCulture)));
        }

        batch.BatchCommands.Add(statement);
        var reader = await batch.ExecuteReaderAsync(ct);
        if (Nearness is not null)
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
