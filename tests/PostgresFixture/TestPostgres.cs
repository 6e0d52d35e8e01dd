using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace EventCatalog.PostgresFixture;

/// <summary>
/// Real databases for tests: one server for the test process (not flushed to disk, in a temporary folder, gone at exit), one
/// template for each kind of schema, one clone of it for each caller.
/// </summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<TestServer>> Server = new(TestServer.StartAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);
    private static readonly Lock Dropping = new();
    private static Task drops = Task.CompletedTask;
    private static int databases;

    /// <summary>
    /// A database of the caller's own, a copy of the template. Its data source holds at most 20 connections, and its
    /// <see cref="NpgsqlDataSource.ConnectionString"/> includes the password. Pass it to <see cref="Drop"/> when tests are many.
    /// </summary>
    /// <param name="migrateTemplate">Fills the template; run once in the process for each <paramref name="templateKey"/>. Null: an empty database.</param>
    /// <param name="templateKey">Names the template: the same key must always come with the same migration.</param>
    public static async Task<NpgsqlDataSource> NewDatabaseAsync(Func<NpgsqlDataSource, Task>? migrateTemplate = null, string templateKey = "empty")
    {
        var server = await Server.Value;
        var template = await Templates.GetOrAdd(templateKey, key => new Lazy<Task<string>>(() => MakeTemplateAsync(server, key, migrateTemplate))).Value;
        var name = "t_" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        await server.ExecuteAsync($"create database {name} template {template} strategy file_copy");
        return server.Open(name);
    }

    /// <summary>The whole server's connection string, for a program under test that makes its own data source.</summary>
    public static async Task<string> ConnectionStringAsync(string database) => (await Server.Value).ConnectionString(database);

    /// <summary>The connection string of the role <c>postgres</c> to a caller's own database.</summary>
    public static async Task<string> SuperuserAsync(NpgsqlDataSource dataSource) =>
        (await Server.Value).SuperuserConnectionString(new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).Database!);

    /// <summary>Closes the data source and drops its database in the background, one after another.</summary>
    public static void Drop(NpgsqlDataSource dataSource)
    {
        var name = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).Database!;
        lock (Dropping) drops = DropNextAsync(drops);

        async Task DropNextAsync(Task before)
        {
            await before;
            await dataSource.DisposeAsync();
            await (await Server.Value).ExecuteAsync($"drop database if exists {name} with (force)");
        }
    }

    private static async Task<string> MakeTemplateAsync(TestServer server, string key, Func<NpgsqlDataSource, Task>? migrate)
    {
        var name = "tpl_" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        await server.ExecuteAsync($"create database {name}");
        if (migrate is null && key is "empty") return name;
        if (migrate is null) throw new ArgumentNullException(nameof(migrate), $"The template \"{key}\" needs a migration.");

        // Closed before the first copy: a template must have no connections.
        await using var dataSource = server.Open(name);
        await migrate(dataSource);
        return name;
    }
}
