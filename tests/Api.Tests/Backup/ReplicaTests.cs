using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.Api.Tests.Backup;

public sealed class ReplicaTests : IDisposable
{
    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-" + Guid.NewGuid().ToString("N")[..12])).FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_hot_standby_follows_the_embedded_server_and_the_log_can_be_read_there_but_not_written()
    {
        await using var primary = await PostgresServer.StartAsync(new PostgresOptions(Path.Combine(root, "primary")) { Durable = false }, Ct);
        await using var database = NpgsqlDataSource.Create(primary.ConnectionString);
        var log = new EventLog(database, new EventTypes().Add(CatalogEvents.All));
        await log.MigrateAsync(Ct);
        await AppendAsync(log);

        await using var replica = await TestReplica.StartAsync(primary, Path.Combine(root, "replica"), Ct);
        await using var copy = NpgsqlDataSource.Create(replica.ConnectionString);
        (await ScalarAsync(copy, "select pg_is_in_recovery()")).ShouldBe(true);
        var last = await AppendAsync(log);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!last.Equals(await ScalarAsync(copy, "select max(seq_id) from events.mt_events")))
            await Task.Delay(10, patience.Token);

        (await ScalarAsync(copy, "select stream_id from events.mt_events where seq_id = 1")).ShouldBe("source-folder-test");
        (await Should.ThrowAsync<PostgresException>(() => AppendAsync(new EventLog(copy, new EventTypes().Add(CatalogEvents.All))))).SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
        (await new Epochs(copy).RefusalAsync(last + 5, mark: 0, Ct)).ShouldBeNull("the primary may be ahead");
    }

    private static async Task<long> AppendAsync(EventLog log) => (await log.AppendAsync(
        new StreamAppend("source-folder-test", ExpectedVersion.Any, [new NewEvent(new SourceEvent.SourceReachable("folder-test"), DateTimeOffset.UnixEpoch)]), new AppendContext("tester"), Ct)).LastPosition;

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
