using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.EmbeddedPostgres.Tests;

public sealed class TestPostgresTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_caller_gets_a_migrated_database_of_its_own()
    {
        var migrations = 0;
        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestPostgres.NewDatabaseAsync(MigrateAsync, "squads")));

        migrations.ShouldBe(1);
        foreach (var database in databases)
        {
            await database.ExecuteAsync("insert into squads values ('shop')");
            (await database.ScalarAsync("select count(*) from squads")).ShouldBe(1L);
            TestPostgres.Drop(database);
        }

        Task MigrateAsync(NpgsqlDataSource template)
        {
            Interlocked.Increment(ref migrations);
            return template.ExecuteAsync("create table squads (name text primary key)");
        }
    }

    [Fact]
    public async Task The_connection_string_of_a_test_database_is_complete()
    {
        await using var database = await TestPostgres.NewDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        connection.Database.ShouldStartWith("t_");
    }
}
