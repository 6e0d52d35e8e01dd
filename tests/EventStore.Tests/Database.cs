using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.EventStore.Tests;

internal static class Database
{
    public static Task<NpgsqlDataSource> NewAsync() =>
        TestPostgres.NewDatabaseAsync(database => new EventLog(database, Orders.Types()).MigrateAsync(), "event log");
}
