using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.Ingestion.Tests.Demo;

/// <summary>An empty log of the test's own that knows the catalog's events.</summary>
internal static class CatalogLog
{
    public static async Task<(NpgsqlDataSource Database, EventLog Log)> NewAsync()
    {
        var database = await TestPostgres.NewDatabaseAsync(empty => new EventLog(empty, Types()).MigrateAsync(), "catalog log");
        return (database, new EventLog(database, Types()));
    }

    private static EventTypes Types() => new EventTypes().Add(CatalogEvents.All);
}
