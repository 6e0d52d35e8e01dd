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

/// <summary>A log that lost its machine comes back from base backup and archive, and what is not in it is said.</summary>
public sealed class LogRestoreTests : IAsyncLifetime
{
    private const int Writers = 4;
    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-" + Guid.NewGuid().ToString("N")[..12])).FullName;
    private readonly ConcurrentDictionary<long, bool> acknowledged = [];
    private PostgresServer server = null!;
    private NpgsqlDataSource database = null!;
    private EventLog log = null!;
    private BaseBackup backup = null!;
    private List<long> archived = [];
    private long overlapped;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(root, "data");

    private BackupFolder Backups => new(Path.Combine(root, "backups"));

    /// <summary>A base backup under load, more events, an archive without the last of them, and the machine is gone.</summary>
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
            backup = await BackUpAsync();
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
        archived = [.. acknowledged.Keys.Order()];
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

    [Fact]
    public async Task Restored_to_the_end_nothing_acknowledged_before_the_last_archived_piece_is_missing()
    {
        var report = await RestoreAsync("end", new RestoreTarget.End());

        report.IsSound.ShouldBeTrue();
        (report.Base, report.AnchorOfBackup, report.Lost).ShouldBe((backup.Name, true, null));
        report.Anchors.Checked.ShouldBeGreaterThan(1);
        await using var restored = await OpenAsync("end");
        (await restored.PositionsAsync()).Take(archived.Count).ShouldBe(archived);
    }

    [Fact]
    public async Task Restored_to_a_position_every_event_up_to_it_is_there_and_new_ones_take_numbers_nobody_has_seen()
    {
        var middle = overlapped;

        var report = await RestoreAsync("middle", new RestoreTarget.Position(middle));

        report.IsSound.ShouldBeTrue();
        report.Position.ShouldBe(middle);
        report.Epoch.ShouldSatisfyAllConditions(
            epoch => epoch.Number.ShouldBe(2), epoch => epoch.Kept.ShouldBe(report.Position), epoch => epoch.First.ShouldBeGreaterThan(acknowledged.Keys.Max() + 9_000));
        await using var restored = await OpenAsync("middle");
        var there = await restored.PositionsAsync();
        there.Where(position => position <= middle).ShouldBe(archived.Where(position => position <= middle));
        report.Lost.ShouldNotBeNull();
        report.Lost.First.ShouldBe(archived.First(position => position > middle));
        report.Lost.Count.ShouldBeGreaterThanOrEqualTo(archived.Count - there.Count);
        (await restored.AppendAsync()).ShouldBe(report.Epoch.First);
        await restored.MarkAsync(report.Epoch.First); // readers come over the jump
    }

    [Fact]
    public async Task Restored_to_a_time_the_log_is_what_it_was_then()
    {
        var whole = await RestoreAsync("whole", new RestoreTarget.End());
        DateTimeOffset then;
        long position;
        await using (var all = await OpenAsync("whole"))
        {
            then = (await all.Log.FindAsync([archived[^20]], Ct)).Values.Single().RecordedAt;
            await all.MarkAsync(whole.Epoch.Kept);
            position = await all.Log.PositionAtAsync(then, Ct);
        }

        var report = await RestoreAsync("then", new RestoreTarget.Time(then));

        report.IsSound.ShouldBeTrue();
        report.Position.ShouldBeInRange(position, position + Writers);
    }

    [Fact]
    public async Task A_position_the_backups_do_not_reach_is_refused_and_leaves_nothing()
    {
        var about = LogInBackup.Of(backup);

        (await RefusedAsync(new RestoreTarget.Position(acknowledged.Keys.Max() + 1_000))).ShouldStartWith($"The backups in {Backups.Root} end at @");
        (await RefusedAsync(new RestoreTarget.Position(1))).ShouldBe(
            FormattableString.Invariant($"The oldest base backup, {backup.Name}, holds everything up to @{about.Last} already; a restore can stop after that only, not at @1."));
        Directory.EnumerateDirectories(root).Select(Path.GetFileName).ShouldBe(["backups"]);

        async Task<string> RefusedAsync(RestoreTarget target) => (await Should.ThrowAsync<BackupException>(() => RestoreAsync("refused", target))).Message;
    }

    private Task<RestoreReport> RestoreAsync(string name, RestoreTarget target) => new LogRestore(Backups, Path.Combine(root, name)).RunAsync(target, Ct);

    private async Task<OpenedLog> OpenAsync(string name) => new(await PostgresServer.StartAsync(new PostgresOptions(Path.Combine(root, name)), Ct));

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
        overlapped = acknowledged.Keys.Max();
        await transaction.CommitAsync(Ct);
        acknowledged[lower] = true;
        overlapped.ShouldBe(lower + 1);
    }

    private async Task ArchiveAllAsync()
    {
        await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await using var command = superuser.CreateCommand("select pg_walfile_name(pg_switch_wal())");
        var piece = Path.Combine(Backups.Wal, (string)(await command.ExecuteScalarAsync(Ct))!);
        await UntilAsync(() => File.Exists(piece));
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        var since = Stopwatch.StartNew();
        while (!isTrue())
        {
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(10, Ct);
        }
    }

    private sealed class OpenedLog : IAsyncDisposable
    {
        private readonly PostgresServer server;
        private readonly NpgsqlDataSource database;

        public OpenedLog(PostgresServer server)
        {
            this.server = server;
            database = NpgsqlDataSource.Create(server.ConnectionString);
            Log = new EventLog(database, new EventTypes().Add(CatalogEvents.All));
        }

        public EventLog Log { get; }

        public async Task<List<long>> PositionsAsync()
        {
            await using var command = database.CreateCommand("select array_agg(seq_id order by seq_id) from events.mt_events");
            return [.. (long[])(await command.ExecuteScalarAsync(Ct))!];
        }

        public async Task<long> AppendAsync() => (await Log.AppendAsync(
            new StreamAppend("source-after", ExpectedVersion.Any, [new NewEvent(new SourceEvent.SourceReachable("folder-test"), DateTimeOffset.UnixEpoch)]), new AppendContext("tester"), Ct)).LastPosition;

        public Task MarkAsync(long position) => UntilAsync(() => Log.MarkAsync(Ct).AsTask().GetAwaiter().GetResult() >= position);

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
