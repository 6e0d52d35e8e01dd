using Npgsql;

namespace EventCatalog.EventStore.Tests;

internal static class Database
{
    private static int count;

    public static async Task<NpgsqlDataSource> NewAsync()
    {
        var server = Environment.GetEnvironmentVariable("STORE_TEST_SERVER")!;
        await using var admin = NpgsqlDataSource.Create(server + ";Database=postgres;Pooling=false");
        var name = $"t_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";
        await using var create = admin.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        var database = NpgsqlDataSource.Create(server + $";Database={name};Maximum Pool Size=20");
        await new EventLog(database, Orders.Types()).MigrateAsync();
        return database;
    }
}
