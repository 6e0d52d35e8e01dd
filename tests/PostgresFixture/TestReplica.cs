using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using Npgsql;

namespace EventCatalog.PostgresFixture;

/// <summary>
/// A hot standby that follows an embedded server over its socket, made from a base backup as ops/replicas.md tells it. Read-only; gone with its folder.
/// </summary>
public sealed class TestReplica : IAsyncDisposable
{
    private readonly PostgresServer server;

    private TestReplica(PostgresServer server) => this.server = server;

    /// <summary>For reading; the same role and password as on the primary.</summary>
    public string ConnectionString => server.ConnectionString;

    /// <param name="folder">Gets the base backup and the replica's data; its parent must be open to the primary's account.</param>
    public static async Task<TestReplica> StartAsync(PostgresServer primary, string folder, CancellationToken ct)
    {
        var backups = new BackupFolder(Path.Combine(folder, "backups"));
        var data = Path.Combine(folder, "data");
        await using (var run = await BackupRun.BeginAsync(primary, backups, ct))
        {
            await run.CopyAsync(ct);
            run.Finish("for a replica");
        }

        var from = Path.Combine(backups.Bases()[^1].Folder, "data");
        var cluster = Path.Combine(data, "pg-" + File.ReadAllText(Path.Combine(from, "PG_VERSION")).Trim());
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(cluster, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var empty in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(cluster, Path.GetRelativePath(from, empty)));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(cluster, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(cluster, "standby.signal"), "", ct);

        var address = new NpgsqlConnectionStringBuilder(primary.SuperuserConnectionString);
        return new TestReplica(await PostgresServer.StartAsync(
            new PostgresOptions(data)
            {
                Durable = false,
                Settings = [$"primary_conninfo=host='{address.Host}' port={address.Port} user={address.Username} password={address.Password} application_name=replica", "hot_standby=on", "hot_standby_feedback=on"],
            },
            ct));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
