using System.Collections.Concurrent;
using System.Globalization;
using EventCatalog.Api.Backup;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EventStore;
using Npgsql;
using Process = System.Diagnostics.Process;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace EventCatalog.Api.Tests.Backup;

/// <summary>A base backup under load, more events, an archive without the last of them, and the machine is gone.</summary>
public sealed class LostLog : IAsyncLifetime
{
    internal const int Writers = 4;
    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-" + Guid.NewGuid().ToString("N")[..12])).FullName;
    private readonly ConcurrentDictionary<long, bool> acknowledged = [];
    private PostgresServer server = null!;
    private NpgsqlDataSource database = null!;
    private EventLog log = null!;

    public BackupFolder Backups => new(Path.Combine(root, "backups"));

    public BaseBackup Backup { get; private set; } = null!;

    /// <summary>Positions that were acknowledged before the last piece of the archive was finished.</summary>
    public IReadOnlyList<long> Archived { get; private set; } = [];

    /// <summary>The event before it was committed after it.</summary>
    public long Overlapped { get; private set; }

    public long LastAcknowledged => acknowledged.Keys.Max();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(root, "data");

    public async ValueTask InitializeAsync()
    {
        server = await PostgresServer.StartAsync(new PostgresOptions(Data) { BackupFolder = Backups.Root, Durable = false }, Ct);
        database = NpgsqlDataSource.Create(server.ConnectionString);
        log = new EventLog(database, new EventTypes().Add(CatalogEvents.All));
        await log.MigrateAsync(Ct);
        var anchors = new Anchors(database, log, new AnchorOptions { Every = 50 });

        using (var enough = new CancellationTokenSource())
        {
            var writing = Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, enough.Token)).ToList();
            await UntilAsync(() => acknowledged.Count > 120);
            await anchors.MakeDueAsync(Ct);
            Backup = await BackUpAsync();
            var then = acknowledged.Count;
            await UntilAsync(() => acknowledged.Count > then + 120);
            await enough.CancelAsync();
            await Task.WhenAll(writing);
        }

        await OverlapAsync();
        for (var i = 0; i < 20; i++)
            await AppendAsync(i % Writers);
        while (await anchors.MakeDueAsync(Ct) is not null)
        {
        }

        await ArchiveAllAsync();
        Archived = [.. acknowledged.Keys.Order()];
        await AppendAsync(9); // what no archive has seen

        var postgres = int.Parse(File.ReadLines(Path.Combine(Directory.GetDirectories(Data, "pg-*").Single(), "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        await database.DisposeAsync();
        using (var process = Process.GetProcessById(postgres))
            process.Kill();
        await server.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static async Task UntilAsync(Func<bool> isTrue)
    {
        var since = Stopwatch.StartNew();
        while (!isTrue())
        {
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(10, Ct);
        }
    }

    private async Task<BaseBackup> BackUpAsync()
    {
        await using var run = await BackupRun.BeginAsync(server, Backups, Ct);
        var about = await LogInBackup.BeforeAsync(database, log, Ct);
        await run.CopyAsync(Ct);
        return run.Finish(await about.AfterAsync(database, Ct));
    }

    private async Task WriteAsync(int writer, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
            await AppendAsync(writer);
    }

    private async Task AppendAsync(int writer)
    {
        var fact = new NewEvent(new SourceEvent.SourceReachable("folder-test"), DateTimeOffset.UnixEpoch);
        var result = await log.AppendAsync(new StreamAppend($"source-{writer}", ExpectedVersion.Any, [fact]), new AppendContext("tester"), Ct);
        acknowledged[result.LastPosition] = true;
    }

    /// <summary>Two appends, of which the one with the lower position is committed last.</summary>
    private async Task OverlapAsync()
    {
        await using var slow = await database.OpenConnectionAsync(Ct);
        await using var transaction = await slow.BeginTransactionAsync(Ct);
        await using var append = new NpgsqlCommand(
            "select last_seq from events.cat_append_one('order-slow', 'order', 0, gen_random_uuid(), 'source-reachable', 'x', '{\"source\": \"folder-test\"}', '{}', 'tester', null, null)", slow);
        var lower = (long)(await append.ExecuteScalarAsync(Ct))!;
        await AppendAsync(0);
        Overlapped = acknowledged.Keys.Max();
        await transaction.CommitAsync(Ct);
        acknowledged[lower] = true;
        Overlapped.ShouldBe(lower + 1);
    }

    private async Task ArchiveAllAsync()
    {
        await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await using var command = superuser.CreateCommand("select pg_walfile_name(pg_switch_wal())");
        var piece = Path.Combine(Backups.Wal, (string)(await command.ExecuteScalarAsync(Ct))!);
        await UntilAsync(() => File.Exists(piece));
    }
}
