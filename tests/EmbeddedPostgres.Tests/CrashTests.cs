using System.Diagnostics;
using System.Globalization;
using EventCatalog.EmbeddedPostgres.Platform;

namespace EventCatalog.EmbeddedPostgres.Tests;

/// <summary>The table of crashes and stale lock files, each on the real server.</summary>
public sealed class CrashTests : IDisposable
{
    private const int KillSignal = 9;
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_server_is_recovered_with_every_committed_row()
    {
        await LeaveDeadServerAsync("committed");

        await using var again = await folder.StartAsync();
        (await StartTests.ReadAsync(again)).ShouldBe("committed");
    }

    [Fact]
    public async Task A_server_that_dies_under_its_users_is_started_again_for_them()
    {
        await using var server = await folder.StartAsync();
        await StartTests.WriteAsync(server, "committed");
        var first = folder.ServerId;
        KillServer();

        // The dead server's file still says ready: wait for one with another number.
        while (PostmasterFile.Read(folder.Cluster) is not { IsReady: true } file || file.ProcessId == first)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        (await StartTests.ReadAsync(server)).ShouldBe("committed");
    }

    [Fact]
    public async Task The_server_of_a_killed_process_is_taken_over_and_stopped_by_the_next()
    {
        await using var holder = Holder.Start(["serve", folder.Data]);
        (await holder.SaysAsync()).ShouldStartWith("ready True");
        var running = folder.ServerId;
        await holder.KillAsync();
        Posix.IsAlive(running).ShouldBeTrue();

        await using (var server = await folder.StartAsync())
        {
            server.Owned.ShouldBeTrue();
            folder.ServerId.ShouldBe(running);
            await StartTests.WriteAsync(server, "taken over");
        }
        folder.Servers().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_server_of_a_killed_process_can_be_stopped_without_using_it()
    {
        await using var holder = Holder.Start(["serve", folder.Data]);
        (await holder.SaysAsync()).ShouldStartWith("ready True");

        (await PostgresServer.StopAbandonedAsync(folder.Data, TestContext.Current.CancellationToken)).ShouldBeFalse();
        folder.Servers().Count.ShouldBe(1);
        await holder.KillAsync();
        (await PostgresServer.StopAbandonedAsync(folder.Data, TestContext.Current.CancellationToken)).ShouldBeTrue();
        folder.Servers().ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_processes_starting_one_folder_share_one_server_and_the_last_stops_it()
    {
        await using var one = Holder.Start(["serve", folder.Data]);
        await using var other = Holder.Start(["serve", folder.Data]);
        var said = await Task.WhenAll(one.SaysAsync(), other.SaysAsync());

        said.Count(line => line.StartsWith("ready True", StringComparison.Ordinal)).ShouldBe(1);
        said.Count(line => line.StartsWith("ready False", StringComparison.Ordinal)).ShouldBe(1);
        folder.Servers().Count.ShouldBe(1);

        var (owner, guest) = said[0].StartsWith("ready True", StringComparison.Ordinal) ? (one, other) : (other, one);
        (await owner.LeaveAsync()).ShouldBe(0);
        folder.Servers().Count.ShouldBe(1);
        (await guest.LeaveAsync()).ShouldBe(0);
        folder.Servers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lock_file_of_a_dead_process_is_no_obstacle()
    {
        await LeaveDeadServerAsync("kept");
        File.Exists(folder.PidFile).ShouldBeTrue();

        await using var again = await folder.StartAsync();
        (await StartTests.ReadAsync(again)).ShouldBe("kept");
    }

    [Fact]
    public async Task A_lock_file_whose_number_now_belongs_to_another_program_of_the_same_user_is_set_aside()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such lock files.");
        await LeaveDeadServerAsync("kept");
        var socketLock = Path.Combine(folder.Data, "run", ".s.PGSQL.5432.lock");
        using var bystander = await SleepAsTheServersUserAsync();
        foreach (var file in (string[])[folder.PidFile, socketLock])
            File.WriteAllLines(file, File.ReadAllLines(file).Select((line, number) => number == 0 ? bystander.Id.ToString(CultureInfo.InvariantCulture) : line));

        await using (var again = await folder.StartAsync()) (await StartTests.ReadAsync(again)).ShouldBe("kept");

        bystander.HasExited.ShouldBeFalse();
        File.Exists(folder.PidFile + ".stale").ShouldBeTrue();
        File.Exists(socketLock + ".stale").ShouldBeTrue();
        bystander.Kill();
    }

    [Fact]
    public async Task A_half_made_database_is_thrown_away_and_made_again()
    {
        var half = Directory.CreateDirectory(folder.Cluster + ".making-00000000").FullName;
        Directory.CreateDirectory(Path.Combine(half, "cluster", "base"));
        File.WriteAllText(Path.Combine(half, "cluster", "PG_VERSION"), "18\n");

        await using var server = await folder.StartAsync();

        await StartTests.WriteAsync(server, "whole");
        Directory.Exists(half).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_killed_while_it_makes_the_database_leaves_nothing_that_hinders()
    {
        Directory.CreateDirectory(folder.Data);
        await using (var holder = Holder.Start(["serve", folder.Data]))
        {
            while (!Directory.EnumerateFiles(folder.Data, "pg_hba.conf", SearchOption.AllDirectories).Any()) await Task.Yield();
            await holder.KillAsync();
        }
        Directory.Exists(folder.Cluster).ShouldBeFalse();

        await using var server = await folder.StartAsync();
        await StartTests.WriteAsync(server, "whole");
        Directory.EnumerateDirectories(folder.Data, "*.making-*").ShouldBeEmpty();
    }

    /// <summary>Both the process that started the server and the server are killed, with this text committed.</summary>
    private async Task LeaveDeadServerAsync(string text)
    {
        await using var holder = Holder.Start(["serve", folder.Data]);
        var line = await holder.SaysAsync();
        await using (var database = Npgsql.NpgsqlDataSource.Create(line["ready True ".Length..]))
            await database.ExecuteAsync($"create table kept (text text); insert into kept values ('{text}')");
        await holder.KillAsync();
        KillServer();
    }

    private void KillServer()
    {
        var id = folder.ServerId;
        Posix.Signal(id, KillSignal);
        SpinWait.SpinUntil(() => !folder.Servers().Contains(id), TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    private async Task<Process> SleepAsTheServersUserAsync()
    {
        string[] sleep = ["/bin/sleep", "300"];
        var account = await ServiceAccount.ForAsync(folder.Cluster, TestContext.Current.CancellationToken);
        var command = account?.Command(sleep) ?? sleep;
        return Process.Start(new ProcessStartInfo(command[0], command.Skip(1)))!;
    }
}
