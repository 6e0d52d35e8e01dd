using System.Diagnostics;
using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EmbeddedPostgres.Platform;
using Npgsql;

namespace EventCatalog.EmbeddedPostgres.Tests;

/// <summary>Base backup, archive of the write-ahead log and replay, each on the real server.</summary>
public sealed class BackupTests : IDisposable
{
    private const int KillSignal = 9;
    private readonly TempFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private BackupFolder Backups => new(folder.Beside("backups"));

    private string Restored => folder.Beside("restored");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_backup_taken_while_rows_are_written_is_whole_without_the_archive()
    {
        await using var server = await folder.StartAsync();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await database.ExecuteAsync("create table numbers (n int primary key, padding text)");
        using var enough = new CancellationTokenSource();
        var (acknowledged, before) = (0, 0);
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await database.ExecuteAsync($"insert into numbers values ({acknowledged + 1}, repeat('x', 2000))").ContinueWith(_ => acknowledged++, TaskScheduler.Default);
        }, Ct);
        SpinWait.SpinUntil(() => acknowledged > 100, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        before = acknowledged;
        var backup = await BackUpAsync(server);
        await enough.CancelAsync();
        await writing;

        await using var restored = await Recovery.RunAsync(Backups, backup, Restored, transaction: null, Ct);

        await using var copy = NpgsqlDataSource.Create(restored.ConnectionString);
        var rows = (int)(long)(await copy.ScalarAsync("select count(*) from numbers"))!;
        rows.ShouldBeInRange(before, acknowledged);
        (await copy.ScalarAsync("select max(n) from numbers")).ShouldBe(rows);
        restored.BackupFolder.ShouldBeNull("a rehearsal must not archive into the backups it came from");
    }

    [Fact]
    public async Task After_a_kill_everything_archived_comes_back_or_what_was_there_at_the_end_of_a_transaction()
    {
        var (backup, kept) = await LoseServerAsync();
        uint transaction;
        await using (var restored = await Recovery.RunAsync(Backups, backup, Restored, transaction: null, Ct))
        {
            await using var copy = NpgsqlDataSource.Create(restored.ConnectionString);
            (await copy.ScalarAsync("select string_agg(text, ' ' order by text) from kept")).ShouldBe(kept);
            transaction = (uint)(long)(await copy.ScalarAsync("select xmin::text::bigint from kept where text = 'b after the backup'"))!;
            await copy.ExecuteAsync("insert into kept values ('z after')");
        }

        await using var again = await Recovery.RunAsync(Backups, backup, folder.Beside("again"), transaction, Ct);

        await using var part = NpgsqlDataSource.Create(again.ConnectionString);
        (await part.ScalarAsync("select string_agg(text, ' ' order by text) from kept")).ShouldBe("a before the backup b after the backup");
    }

    [Fact]
    public async Task A_flipped_byte_in_the_archive_is_found_and_a_missing_piece_is_named_before_anything_is_restored()
    {
        var (backup, _) = await LoseServerAsync();
        var second = PieceAfter(backup);
        Flip(second, 100);

        var failure = await Should.ThrowAsync<BackupException>(() => Recovery.RunAsync(Backups, backup, Restored, transaction: null, Ct));

        failure.Message.ShouldStartWith("The write-ahead log cannot be read beyond ");
        failure.Message.ShouldContain(second);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(second, UnixFileMode.None);
            (await Should.ThrowAsync<BackupException>(() => Recovery.RunAsync(Backups, backup, folder.Beside("again"), transaction: null, Ct))).Message
                .ShouldMatch($"^PostgreSQL runs as (\\w+) because root may not run it, and \\1 cannot read {Backups.Wal} \\({second}\\); give it the files with `chown -R \\1 {Backups.Wal}`");
        }

        File.Delete(second);
        (await Should.ThrowAsync<BackupException>(() => Recovery.RunAsync(Backups, backup, folder.Beside("again"), transaction: null, Ct))).Message
            .ShouldBe($"The write-ahead log has a hole: {second} is missing, and later pieces are there; put it back, or move the pieces after it away to restore up to the hole.");
        Directory.Exists(folder.Beside("again")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_flipped_byte_and_a_missing_file_in_the_base_backup_are_named()
    {
        await using var server = await folder.StartAsync();
        await StartTests.WriteAsync(server, "kept");
        var backup = await BackUpAsync(server);
        var file = Directory.GetFiles(Path.Combine(backup.Folder, "data", "base"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First(path => new FileInfo(path).Length > 8192);
        Flip(file, 8000);

        (await SentenceAsync()).ShouldBe($"The base backup is damaged: {file}: its content changed since the backup; move it away, and an older one will be used with the write-ahead log since.");
        Directory.Delete(Restored, recursive: true);
        File.Delete(file);
        (await SentenceAsync()).ShouldStartWith($"The base backup is damaged: {file}: the file is missing; ");

        Directory.Delete(Restored, recursive: true);
        var another = await BackUpToAsync(server, new BackupFolder(folder.Beside("elsewhere")));
        var log = Path.Combine(another.Folder, "data", "pg_wal", another.Record.FirstWal);
        Flip(log, 40);
        backup = another;
        (await SentenceAsync()).ShouldStartWith($"The base backup is damaged: {log}: its content changed since the backup; ");

        async Task<string> SentenceAsync() => (await Should.ThrowAsync<BackupException>(() => Recovery.RunAsync(Backups, backup, Restored, transaction: null, Ct))).Message;
    }

    [Fact]
    public async Task One_backup_at_a_time_and_a_killed_ones_remains_go()
    {
        await using var server = await folder.StartAsync();
        var remains = Directory.CreateDirectory(Path.Combine(Backups.Root, "base-20260101T000000Z.making-00000000")).FullName;
        await using (var first = await BackupRun.BeginAsync(server, Backups, Ct))
        {
            Directory.Exists(remains).ShouldBeFalse();
            (await Should.ThrowAsync<BackupException>(() => BackupRun.BeginAsync(server, Backups, Ct))).Message
                .ShouldBe($"Another backup into {Backups.Root} is running; wait until it is finished.");
            await first.CopyAsync(Ct);
            Backups.Bases().ShouldBeEmpty("not finished");
            first.Finish("first");
        }

        Backups.Bases().ShouldHaveSingleItem().Record.About.GetString().ShouldBe("first");
        Directory.EnumerateFileSystemEntries(Backups.Root, "*.making-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_backups_go_with_the_log_that_only_they_needed()
    {
        await using var server = await ArchivingAsync();
        await StartTests.WriteAsync(server, "kept");
        var first = await BackUpAsync(server);
        await ArchiveAllAsync(server);
        await Task.Delay(TimeSpan.FromSeconds(1), Ct); // names are seconds
        var second = await BackUpAsync(server);

        Backups.Keep(newest: 1).ShouldHaveSingleItem().Name.ShouldBe(first.Name);

        Backups.Bases().ShouldHaveSingleItem().Name.ShouldBe(second.Name);
        Directory.GetFiles(Backups.Wal).Min(Path.GetFileName)!.ShouldStartWith(second.Record.FirstWal);
        await using var restored = await Recovery.RunAsync(Backups, second, Restored, transaction: null, Ct);
        (await StartTests.ReadAsync(restored)).ShouldBe("kept");
    }

    [Fact]
    public async Task The_backup_folder_is_remembered_and_is_of_one_database()
    {
        await using (await ArchivingAsync())
        {
        }
        await using (var again = await folder.StartAsync())
        {
            again.BackupFolder.ShouldBe(Backups.Root);
            await using var database = NpgsqlDataSource.Create(again.ConnectionString);
            (await database.ScalarAsync("select current_setting('archive_mode') || ' ' || current_setting('basic_archive.archive_directory')")).ShouldBe($"on {Backups.Wal}");
        }

        Directory.Move(Backups.Root, folder.Beside("unmounted"));
        (await Should.ThrowAsync<StartException>(folder.StartAsync)).Message.ShouldStartWith($"The backup folder {Backups.Root}, which this database is archived to, is gone or empty; ");
        Directory.Move(folder.Beside("unmounted"), Backups.Root);

        var other = new PostgresOptions(folder.Beside("other")) { BackupFolder = Backups.Root };
        (await Should.ThrowAsync<StartException>(() => PostgresServer.StartAsync(other, Ct))).Message.ShouldStartWith($"The backup folder {Backups.Root} holds backups of another database (");
        var inside = new PostgresOptions(folder.Data) { BackupFolder = Path.Combine(folder.Data, "backups") };
        (await Should.ThrowAsync<StartException>(() => PostgresServer.StartAsync(inside, Ct))).Message.ShouldStartWith($"The backup folder {Path.Combine(folder.Data, "backups")} lies in the data folder {folder.Data} ");
    }

    [Fact]
    public async Task A_backup_folder_the_account_may_not_write_is_named_with_the_account()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root has this case.");
        Directory.CreateDirectory(Backups.Wal); // root's own
        (await Should.ThrowAsync<StartException>(ArchivingAsync)).Message.ShouldMatch(
            $"^The backup folder {Backups.Wal} cannot be written by \\w+, as whom PostgreSQL runs \\(.*\\); make it writable for that account, or choose another with Catalog__Backup__Folder\\.$");
    }

    [Fact]
    public async Task A_full_disk_under_the_backups_is_called_that_and_leaves_nothing_half()
    {
        await using var server = await folder.StartAsync();
        using var disk = SmallDisk.Mount(Backups.Root, megabytes: 12);

        (await Should.ThrowAsync<BackupException>(() => BackUpAsync(server))).Message.ShouldStartWith($"The disk under {Backups.Root} is full; ");

        Backups.Bases().ShouldBeEmpty();
        Directory.EnumerateDirectories(Backups.Root).ShouldBeEmpty();
        (await BackUpToAsync(server, new BackupFolder(folder.Beside("elsewhere")))).Record.Files.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task The_verifier_of_PostgreSQL_accepts_a_base_backup()
    {
        const string Programs = "/usr/lib/postgresql/15/bin";
        Assert.SkipUnless(File.Exists(Path.Combine(Programs, "pg_verifybackup")), $"{Programs}/pg_verifybackup is not here.");
        await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder.Data) { BinaryFolder = Programs, Durable = false }, Ct);
        await StartTests.WriteAsync(server, "kept");
        var backup = await BackUpAsync(server);

        var verdict = await Tool.RunAsync([Path.Combine(Programs, "pg_verifybackup"), Path.Combine(backup.Folder, "data")], input: null, Ct);

        verdict.Output.Trim().ShouldBe("backup successfully verified");
    }

    /// <summary>Base backup, two archived rows, then server and data are gone as in a fire.</summary>
    private async Task<(BaseBackup Backup, string Kept)> LoseServerAsync()
    {
        BaseBackup backup;
        var server = await ArchivingAsync();
        await using (var database = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await database.ExecuteAsync("create table kept (text text)");
            await database.ExecuteAsync("insert into kept values ('a before the backup')");
            backup = await BackUpAsync(server);
            await database.ExecuteAsync("insert into kept values ('b after the backup')");
            await ArchiveAllAsync(server);
            await database.ExecuteAsync("insert into kept values ('c the last archived')");
            await ArchiveAllAsync(server);
        }

        var id = folder.ServerId;
        var leaving = server.DisposeAsync();
        Posix.Signal(id, KillSignal);
        await leaving;
        SpinWait.SpinUntil(() => !folder.Servers().Contains(id), TimeSpan.FromSeconds(10)).ShouldBeTrue();
        await Folders.DeleteAsync(folder.Data, Ct);
        return (backup, "a before the backup b after the backup c the last archived");
    }

    private Task<PostgresServer> ArchivingAsync() => PostgresServer.StartAsync(new PostgresOptions(folder.Data) { BackupFolder = Backups.Root, Durable = false }, Ct);

    private Task<BaseBackup> BackUpAsync(PostgresServer server) => BackUpToAsync(server, Backups);

    private static async Task<BaseBackup> BackUpToAsync(PostgresServer server, BackupFolder to)
    {
        await using var run = await BackupRun.BeginAsync(server, to, Ct);
        await run.CopyAsync(Ct);
        return run.Finish("a test");
    }

    /// <summary>Ends the current piece of the write-ahead log, and waits until it is in the archive.</summary>
    private async Task ArchiveAllAsync(PostgresServer server)
    {
        await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await superuser.ScalarAsync("select pg_create_restore_point('test')"); // with nothing written there is nothing to end
        var piece = Path.Combine(Backups.Wal, (string)(await superuser.ScalarAsync("select pg_walfile_name(pg_switch_wal())"))!);
        var since = Stopwatch.StartNew();
        while (!File.Exists(piece))
        {
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), $"{piece} was not archived");
            await Task.Delay(10, Ct);
        }
    }

    /// <summary>The first that is in the archive only.</summary>
    private string PieceAfter(BaseBackup backup) =>
        Directory.GetFiles(Backups.Wal, new string('?', backup.Record.LastWal.Length)).Order(StringComparer.Ordinal).First(file => string.CompareOrdinal(Path.GetFileName(file), backup.Record.LastWal) > 0);

    private static void Flip(string file, long at)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var read = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(read ^ 0x10));
    }
}
