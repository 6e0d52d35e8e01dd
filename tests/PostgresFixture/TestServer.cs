using System.Diagnostics;
using System.Globalization;
using EventCatalog.EmbeddedPostgres;
using Npgsql;

namespace EventCatalog.PostgresFixture;

/// <summary>The one server of this test process. Folders that a crashed run left are removed before the next one starts.</summary>
internal sealed class TestServer
{
    private readonly PostgresServer server;
    private readonly NpgsqlDataSource maintenance;
    private readonly string folder;

    private TestServer(PostgresServer server, string folder)
    {
        this.server = server;
        this.folder = folder;
        maintenance = Open("catalog");
    }

    public static async Task<TestServer> StartAsync()
    {
        var home = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "eventcatalog-tests"));
        await RemoveLeftoversAsync(home);
        var own = Path.Combine(home.FullName, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid():N}"));
        var started = await PostgresServer.StartAsync(new PostgresOptions(own) { Durable = false }, CancellationToken.None);
        var running = new TestServer(started, own);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => running.RemoveAsync().GetAwaiter().GetResult();
        return running;
    }

    public NpgsqlDataSource Open(string database) => NpgsqlDataSource.Create(ConnectionString(database));

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(server.ConnectionString)
    {
        Database = database,
        MaxPoolSize = 20,
        ConnectionIdleLifetime = 5,
        ConnectionPruningInterval = 2,
        PersistSecurityInfo = true,
        IncludeErrorDetail = true,
    }.ConnectionString;

    public string SuperuserConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString) { Database = database }.ConnectionString;

    public async Task ExecuteAsync(string sql)
    {
        await using var command = maintenance.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task RemoveAsync()
    {
        await maintenance.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RemoveLeftoversAsync(DirectoryInfo home)
    {
        foreach (var leftover in home.EnumerateDirectories().Where(folder => !IsRunning(folder.Name.Split('-')[0])))
        {
            if (!await PostgresServer.StopAbandonedAsync(leftover.FullName, CancellationToken.None)) continue;
            try
            {
                leftover.Delete(recursive: true);
            }
            catch (IOException) when (!Directory.Exists(leftover.FullName) || IsBeingRemoved(leftover))
            {
                // Another test process is removing the same leftover.
            }
        }
    }

    private static bool IsBeingRemoved(DirectoryInfo folder) => !folder.EnumerateDirectories("pg-*").Any();

    private static bool IsRunning(string processId)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(processId, CultureInfo.InvariantCulture));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
