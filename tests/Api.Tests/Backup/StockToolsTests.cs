using System.Diagnostics;
using System.Globalization;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EventStore;
using Npgsql;
using EventLog = EventCatalog.EventStore.EventLog;

namespace EventCatalog.Api.Tests.Backup;

/// <summary>What ops/backup.md tells the owner of a server to do, done: each block as it stands there.</summary>
public sealed class StockToolsTests : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-" + Guid.NewGuid().ToString("N")[..12])).FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Backups => Path.Combine(root, "backups");

    private string Restored => Path.Combine(root, "own", "restored");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_server_of_ones_own_is_backed_up_and_restored_to_a_transaction_as_the_page_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Path.Combine(Programs, "pg_basebackup")), $"{Programs}/pg_basebackup is not here.");
        await using var server = await StartOwnAsync();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var log = new EventLog(database, new EventTypes().Add(CatalogEvents.All));
        await log.MigrateAsync(Ct);
        await AppendAsync(log, 5);

        await ShellAsync(server, Pages.Blocks("backup.md", "sh")[0]);
        var target = await AppendAsync(log, 5);
        var transaction = await ScalarAsync(database, FormattableString.Invariant($"select xmin::text from events.mt_events where seq_id = {target}"));
        await AppendAsync(log, 5);
        await ArchiveAllAsync(server);

        try
        {
            await ShellAsync(server, Pages.Blocks("backup.md", "sh")[1], ("RESTORED", Restored), ("RESTORE_TO", $"recovery_target_xid = '{transaction}'\nunix_socket_directories = '{Restored}'"));
            var address = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = Restored, Pooling = false };
            await using var restored = NpgsqlDataSource.Create(address);
            await ScalarAsync(restored, Pages.Blocks("backup.md", "sql")[0]);

            var copy = new EventLog(restored, new EventTypes().Add(CatalogEvents.All));
            (await ScalarAsync(restored, "select array_agg(seq_id order by seq_id) from events.mt_events")).ShouldBe(Enumerable.Range(1, (int)target).Select(each => (long)each).ToArray());
            (await copy.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(target, null));
            (await new Epochs(restored).AllAsync(Ct)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                epoch => epoch.Number.ShouldBe(2), epoch => epoch.Kept.ShouldBe(target));
            (await AppendAsync(copy, 1)).ShouldBeGreaterThan(target + 10_000);
        }
        finally
        {
            await ShellAsync(server, "pg_ctl --pgdata=\"$RESTORED\" --mode=fast --wait stop", ("RESTORED", Restored));
        }
    }

    [Fact]
    public async Task The_verb_runs_the_tool_of_the_servers_own_version_and_there_is_none_of_another()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Path.Combine(Programs, "pg_basebackup")), $"{Programs}/pg_basebackup is not here.");
        await using var server = await StartOwnAsync();
        (await StockBackup.FindAsync(3, Ct)).ShouldBeNull();

        var tool = await StockBackup.FindAsync(15, Ct);
        var backup = await tool!.RunAsync(server.SuperuserConnectionString, new BackupFolder(Backups), () => Task.FromResult("a test"), Ct);

        backup.Record.ShouldSatisfyAllConditions(
            record => record.About.GetString().ShouldBe("a test"), record => record.Postgres.ShouldBe("15"), record => record.Files.ShouldBeGreaterThan(500),
            record => record.FirstWal.Length.ShouldBe(24), record => string.CompareOrdinal(record.LastWal, record.FirstWal).ShouldBeGreaterThanOrEqualTo(0));
        Directory.EnumerateFiles(backup.Folder, "*", SearchOption.TopDirectoryOnly).Select(Path.GetFileName).ShouldBe(["backup.json"], "and no password");

        (await Should.ThrowAsync<BackupException>(() => tool.RunAsync(server.ConnectionString, new BackupFolder(Backups), () => Task.FromResult(""), Ct))).Message
            .ShouldMatch("^pg_basebackup could not copy the server .*; see that the role may replicate and pg_hba.conf lets it \\(ops/backup.md\\)\\.$");
        Directory.EnumerateDirectories(Backups, "base-*").ShouldHaveSingleItem();
    }

    /// <summary>A PostgreSQL 15 with the archive settings of the page; its account owns all folders.</summary>
    private async Task<PostgresServer> StartOwnAsync()
    {
        var options = new PostgresOptions(Path.Combine(root, "data")) { BinaryFolder = Programs, Durable = false };
        var cluster = Path.Combine(options.DataFolder, "pg-15");
        await (await PostgresServer.StartAsync(options, Ct)).DisposeAsync();
        var settings = Pages.Blocks("backup.md", "conf")[0].Replace("/backups/", Backups + "/", StringComparison.Ordinal);
        await File.AppendAllTextAsync(Path.Combine(cluster, "postgresql.conf"), settings, Ct);
        foreach (var folder in (string[])[Backups, Path.Combine(Backups, "wal"), Path.GetDirectoryName(Restored)!])
        {
            Directory.CreateDirectory(folder);
            if (Environment.IsPrivilegedProcess) await RunAsync(new ProcessStartInfo("chown", ["--reference=" + cluster, folder]));
        }

        return await PostgresServer.StartAsync(options, Ct);
    }

    private async Task ShellAsync(PostgresServer server, string script, params (string Name, string Value)[] variables)
    {
        var address = new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString);
        var cluster = Path.Combine(root, "data", "pg-15");
        string[] shell = ["sh", "-eu", "-c", script];
        var owner = Environment.IsPrivilegedProcess ? await RunAsync(new ProcessStartInfo("stat", ["-c", "%u %g", cluster])) : "";
        string[] command = owner.Trim().Split(' ') is [var user, var group] ? ["setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", .. shell] : shell;
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/" };
        start.Environment["PATH"] = Programs + ":/usr/bin:/bin";
        start.Environment["PGHOST"] = variables.Length > 0 && script.Contains("psql", StringComparison.Ordinal) ? Restored : address.Host;
        start.Environment["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = address.Username;
        start.Environment["PGPASSWORD"] = address.Password;
        start.Environment["PGDATABASE"] = "postgres";
        start.Environment["BACKUPS"] = Backups;
        foreach (var (name, value) in variables) start.Environment[name] = value;
        await RunAsync(start);
    }

    /// <summary>What it said; failing, it fails the test. Its output goes to a file: a server it starts would hold a pipe open.</summary>
    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        var said = Path.GetTempFileName();
        var redirected = new ProcessStartInfo("sh", ["-c", "said=$1; shift; exec \"$@\" > \"$said\" 2>&1", "sh", said, start.FileName, .. start.ArgumentList]) { WorkingDirectory = start.WorkingDirectory };
        foreach (var (name, value) in start.Environment) redirected.Environment[name] = value;
        using var process = Process.Start(redirected)!;
        await process.WaitForExitAsync(Ct);
        var output = await File.ReadAllTextAsync(said, Ct);
        File.Delete(said);
        process.ExitCode.ShouldBe(0, output);
        return output;
    }

    private async Task ArchiveAllAsync(PostgresServer server)
    {
        await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        var piece = Path.Combine(Backups, "wal", (string)(await ScalarAsync(superuser, "select pg_walfile_name(pg_switch_wal())"))!);
        var since = Stopwatch.StartNew();
        while (!File.Exists(piece))
        {
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), $"{piece} was not archived");
            await Task.Delay(10, Ct);
        }
    }

    private static async Task<long> AppendAsync(EventLog log, int count)
    {
        var last = 0L;
        for (var i = 0; i < count; i++)
            last = (await log.AppendAsync(new StreamAppend("source-own", ExpectedVersion.Any, [new NewEvent(new SourceEvent.SourceReachable("folder-test"), DateTimeOffset.UnixEpoch)]), new AppendContext("tester"), Ct)).LastPosition;
        return last;
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
