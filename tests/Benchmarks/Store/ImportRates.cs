using System.Diagnostics;
using EventCatalog.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.Benchmarks.Store;

/// <summary>The bulk import beside a bare COPY of the same rows, chunk by chunk in turn.</summary>
internal static class ImportRates
{
    private const int Rounds = 7;
    private const int Events = 30_000;
    private static readonly string Columns = "seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name";

    public static async Task<(Rate Heap, Rate Shape, Rate Import)> MeasureAsync(NpgsqlDataSource database, EventStore.EventLog log, AppendContext actor, Func<int, NewEvent> eventOf)
    {
        await using (var create = database.CreateCommand("""
            create table public.heap (like events.mt_events);
            create table public.shape (like events.mt_events including all);
            alter table public.shape add foreign key (stream_id) references events.mt_streams (id);
            """))
            await create.ExecuteNonQueryAsync();

        List<double> heap = [], shape = [], import = [];
        for (var round = 0; round < Rounds; round++)
        {
            var noun = $"bulk-{round}";
            var appends = Enumerable.Range(0, Events / 5).Select(n => new StreamAppend($"{noun}-{n % 3000}", ExpectedVersion.Any,
                [.. Enumerable.Range(n * 5, 5).Select(e => eventOf(e) with { Id = Guid.CreateVersion7() })])).ToArray();
            var clock = Stopwatch.StartNew();
            var imported = await log.ImportAsync(appends.ToAsyncEnumerable(), actor);
            import.Add(imported.Added / clock.Elapsed.TotalSeconds);
            var rows = await RowsAsync(database, imported.LastPosition!.Value - Events);
            heap.Add(await CopyAsync(database, "public.heap", rows));
            shape.Add(await CopyAsync(database, "public.shape", rows));
        }

        return (Median("bare COPY of the same rows, no index", heap), Median("bare COPY of the same rows, same constraints", shape), Median("import", import));
    }

    private static Rate Median(string name, List<double> rates) => new(name, rates.Order().ElementAt(Rounds / 2), rates.Max());

    private static async Task<List<object?[]>> RowsAsync(NpgsqlDataSource database, long after)
    {
        await using var select = database.CreateCommand($"select {Columns} from events.mt_events where seq_id > $1 order by seq_id");
        select.Parameters.Add(new() { Value = after });
        var rows = new List<object?[]>(Events);
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    private static async Task<double> CopyAsync(NpgsqlDataSource database, string table, List<object?[]> rows)
    {
        NpgsqlDbType[] types =
        [
            NpgsqlDbType.Bigint, NpgsqlDbType.Uuid, NpgsqlDbType.Varchar, NpgsqlDbType.Bigint, NpgsqlDbType.Jsonb, NpgsqlDbType.Varchar,
            NpgsqlDbType.TimestampTz, NpgsqlDbType.Varchar, NpgsqlDbType.Varchar, NpgsqlDbType.Varchar, NpgsqlDbType.Jsonb, NpgsqlDbType.Varchar,
        ];
        await using var connection = await database.OpenConnectionAsync();
        var clock = Stopwatch.StartNew();
        foreach (var chunk in rows.Chunk(10_000))
        {
            await using var copy = await connection.BeginBinaryImportAsync($"copy {table} ({Columns}) from stdin (format binary)");
            foreach (var row in chunk)
            {
                await copy.StartRowAsync();
                for (var i = 0; i < row.Length; i++)
                    await (row[i] is { } value ? copy.WriteAsync(value, types[i]) : copy.WriteNullAsync());
            }

            await copy.CompleteAsync();
        }

        return rows.Count / clock.Elapsed.TotalSeconds;
    }
}
