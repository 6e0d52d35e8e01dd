using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A database that several portals are given by <c>ConnectionStrings__Catalog</c>, seen from outside.</summary>
public sealed class SharedDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;

    private SharedDatabase(NpgsqlDataSource database) => this.database = database;

    /// <summary>What a portal on it is started with.</summary>
    public Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Catalog"] = database.ConnectionString,
        ["Catalog__CrawlInterval"] = "00:00:01",
    };

    public static async Task<SharedDatabase> NewAsync() => new(await TestPostgres.NewDatabaseAsync());

    /// <summary>The process that does this work; null while none does.</summary>
    public async Task<int?> ProcessOfAsync(string lease)
    {
        var node = await ScalarAsync("select n.node from events.cat_leases l join events.cat_live_nodes n on n.id = l.owner where l.name = $1", lease);
        return node is string text ? int.Parse(text.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>How many processes do any work.</summary>
    public async Task<long> WorkingAsync() => (long)(await ScalarAsync("select count(distinct l.owner) from events.cat_leases l join events.cat_live_nodes n on n.id = l.owner"))!;

    public async Task<long> NodesAsync() => (long)(await ScalarAsync("select count(*) from events.cat_nodes"))!;

    /// <summary>Every row of every table of every read model, as lines in order.</summary>
    public async Task<IReadOnlyList<string>> ReadModelsAsync()
    {
        var tables = new List<string>();
        await using (var command = database.CreateCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname like 'rm\\_%' order by 1"))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
                tables.Add(rows.GetString(0));
        }

        var lines = new List<string>();
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"select t::text from {table} t order by 1");
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                lines.Add($"{table} {rows.GetString(0)}");
        }

        return lines;
    }

    /// <summary>Whoever starts next builds every read model from the log.</summary>
    public async Task DropReadModelsAsync() => await ScalarAsync("""
        do $$ declare s text; begin
            for s in select nspname from pg_namespace where nspname like 'rm\_%' loop execute format('drop schema %I cascade', s); end loop;
        end $$
        """);

    /// <summary>Changes the bytes of what is stored beside the log, as no program of ours ever does.</summary>
    public async Task ChangeBodyAsync(string from, string to) =>
        (await ScalarAsync("with changed as (update events.cat_bodies set body = convert_to($2, 'UTF8') where body = convert_to($1, 'UTF8') returning 1) select count(*) from changed", from, to)).ShouldBe(1L);

    public ValueTask DisposeAsync()
    {
        TestPostgres.Drop(database);
        return ValueTask.CompletedTask;
    }

    private async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }
}
