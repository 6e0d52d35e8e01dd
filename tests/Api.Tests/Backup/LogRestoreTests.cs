using EventCatalog.Api.Backup;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Tests.Backup;

/// <summary>A log that lost its machine comes back from base backup and archive, and what is not in it is said.</summary>
public sealed class LogRestoreTests(LostLog lost) : IClassFixture<LostLog>, IDisposable
{
    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-" + Guid.NewGuid().ToString("N")[..12])).FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Restored_to_the_end_nothing_acknowledged_before_the_last_archived_piece_is_missing()
    {
        var report = await RestoreAsync("end", new RestoreTarget.End());

        report.IsSound.ShouldBeTrue();
        (report.Base, report.AnchorOfBackup, report.Lost).ShouldBe((lost.Backup.Name, true, null));
        report.Anchors.Checked.ShouldBeGreaterThan(1);
        await using var restored = await OpenAsync("end");
        (await restored.PositionsAsync()).Take(lost.Archived.Count).ShouldBe(lost.Archived);
    }

    [Fact]
    public async Task Restored_to_a_position_every_event_up_to_it_is_there_and_new_ones_take_numbers_nobody_has_seen()
    {
        var middle = lost.Overlapped;

        var report = await RestoreAsync("middle", new RestoreTarget.Position(middle));

        report.IsSound.ShouldBeTrue();
        report.Position.ShouldBe(middle);
        report.Epoch.ShouldSatisfyAllConditions(
            epoch => epoch.Number.ShouldBe(2), epoch => epoch.Kept.ShouldBe(report.Position), epoch => epoch.First.ShouldBeGreaterThan(lost.LastAcknowledged + 9_000));
        await using var restored = await OpenAsync("middle");
        var there = await restored.PositionsAsync();
        there.Where(position => position <= middle).ShouldBe(lost.Archived.Where(position => position <= middle));
        report.Lost.ShouldNotBeNull();
        report.Lost.First.ShouldBe(lost.Archived.First(position => position > middle));
        report.Lost.Count.ShouldBeGreaterThanOrEqualTo(lost.Archived.Count - there.Count);
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
            then = (await all.Log.FindAsync([lost.Archived[^20]], Ct)).Values.Single().RecordedAt;
            await all.MarkAsync(whole.Epoch.Kept);
            position = await all.Log.PositionAtAsync(then, Ct);
        }

        var report = await RestoreAsync("then", new RestoreTarget.Time(then));

        report.IsSound.ShouldBeTrue();
        report.Position.ShouldBeInRange(position, position + LostLog.Writers);
    }

    [Fact]
    public async Task A_position_the_backups_do_not_reach_is_refused_and_leaves_nothing()
    {
        var about = LogInBackup.Of(lost.Backup);

        (await RefusedAsync(new RestoreTarget.Position(lost.LastAcknowledged + 1_000))).ShouldStartWith($"The backups in {lost.Backups.Root} end at @");
        (await RefusedAsync(new RestoreTarget.Position(1))).ShouldBe(
            FormattableString.Invariant($"The oldest base backup, {lost.Backup.Name}, holds everything up to @{about.Last} already; a restore can stop after that only, not at @1."));
        Directory.EnumerateDirectories(root).ShouldBeEmpty();

        async Task<string> RefusedAsync(RestoreTarget target) => (await Should.ThrowAsync<BackupException>(() => RestoreAsync("refused", target))).Message;
    }

    private Task<RestoreReport> RestoreAsync(string name, RestoreTarget target) => new LogRestore(lost.Backups, Path.Combine(root, name)).RunAsync(target, Ct);

    private async Task<OpenedLog> OpenAsync(string name) => new(await PostgresServer.StartAsync(new PostgresOptions(Path.Combine(root, name)), Ct));

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

        public Task MarkAsync(long position) => LostLog.UntilAsync(() => Log.MarkAsync(Ct).AsTask().GetAwaiter().GetResult() >= position);

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
