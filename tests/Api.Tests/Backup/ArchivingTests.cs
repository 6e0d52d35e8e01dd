using System.Diagnostics;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Tests.Backup;

/// <summary>An archive that fails is seen, and so is that it is well again.</summary>
public sealed class ArchivingTests : IDisposable
{
    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-" + Guid.NewGuid().ToString("N")[..12])).FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_folder_that_went_away_is_a_problem_until_it_is_back()
    {
        var backups = new BackupFolder(Path.Combine(root, "backups"));
        await using var server = await PostgresServer.StartAsync(new PostgresOptions(Path.Combine(root, "data")) { BackupFolder = backups.Root, Durable = false }, Ct);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var archiving = new WalArchiving(database);
        await FinishPieceAsync(server);
        var well = await UntilAsync(archiving, status => status.LastArchived is not null && status.Waiting is 0);
        (well.On, well.Problem).ShouldBe((true, null));

        Directory.Move(backups.Wal, backups.Wal + ".gone");
        var lost = await FinishPieceAsync(server);

        var failing = await UntilAsync(archiving, status => status.Problem is not null);
        failing.Problem!.ShouldStartWith($"The archive does not take {lost} since ");
        (failing.Waiting, failing.LastFailed).ShouldBe((1, lost));

        Directory.Move(backups.Wal + ".gone", backups.Wal);
        var next = await FinishPieceAsync(server);
        (await UntilAsync(archiving, status => status.Problem is null)).LastArchived.ShouldBeOneOf(lost, next);
    }

    [Fact]
    public async Task Without_an_archive_there_is_no_problem_but_it_is_said()
    {
        await using var database = await PostgresFixture.TestPostgres.NewDatabaseAsync();
        var status = await new WalArchiving(database).StatusAsync(Ct);
        (status.On, status.Problem).ShouldBe((false, null));
    }

    private static async Task<string> FinishPieceAsync(PostgresServer server)
    {
        await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await using var something = superuser.CreateCommand("select pg_create_restore_point('test')"); // with nothing written there is nothing to end
        await something.ExecuteNonQueryAsync(Ct);
        await using var command = superuser.CreateCommand("select pg_walfile_name(pg_switch_wal())");
        return (string)(await command.ExecuteScalarAsync(Ct))!;
    }

    private static async Task<ArchiveStatus> UntilAsync(WalArchiving archiving, Func<ArchiveStatus, bool> isSo)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var status = await archiving.StatusAsync(Ct);
            if (isSo(status)) return status;
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(90), status.ToString());
            await Task.Delay(50, Ct);
        }
    }
}
