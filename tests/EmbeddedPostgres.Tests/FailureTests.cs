namespace EventCatalog.EmbeddedPostgres.Tests;

/// <summary>What cannot work says so in one sentence that names the place and the way out, and changes nothing.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Data_of_another_major_version_is_never_touched()
    {
        await using (await folder.StartAsync())
        {
        }
        var version = Path.Combine(folder.Cluster, "PG_VERSION");
        File.WriteAllText(version, "17\n");
        var before = Directory.GetFiles(folder.Cluster, "*", SearchOption.AllDirectories);

        (await SentenceAsync()).ShouldBe($"{folder.Cluster} holds the data of PostgreSQL 17, not 18; rename it to pg-17 and set EVENTCATALOG_POSTGRES to the bin folder of a PostgreSQL 17, or upgrade it with pg_upgrade (ops/postgres/README.md); nothing was changed.");
        Directory.GetFiles(folder.Cluster, "*", SearchOption.AllDirectories).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task A_data_folder_of_an_older_version_is_not_passed_over_for_a_new_empty_one()
    {
        var old = Directory.CreateDirectory(Path.Combine(folder.Data, "pg-14")).FullName;
        File.WriteAllText(Path.Combine(old, "PG_VERSION"), "14\n");

        var sentence = await SentenceAsync();

        sentence.ShouldStartWith($"The data in {folder.Data} was written by PostgreSQL 14 and only 18");
        sentence.ShouldContain("EVENTCATALOG_POSTGRES");
        Directory.Exists(folder.Cluster).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        Directory.CreateDirectory(folder.Cluster);
        var letter = Path.Combine(folder.Cluster, "letter.txt");
        File.WriteAllText(letter, "dear");

        (await SentenceAsync()).ShouldStartWith($"{folder.Cluster} holds files but no PG_VERSION");
        File.ReadAllText(letter).ShouldBe("dear");
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_named()
    {
        File.WriteAllText(folder.Data, "");
        (await SentenceAsync()).ShouldStartWith($"The data folder {folder.Data} cannot be written (");
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_named()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may write everywhere; AccountTests has the case as another user.");
        Directory.CreateDirectory(folder.Data);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await SentenceAsync()).ShouldStartWith($"The data folder {folder.Data} cannot be written (");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_wrong_folder_of_programs_is_named()
    {
        var empty = Directory.CreateDirectory(folder.Beside("bin")).FullName;
        var sentence = await SentenceAsync(new PostgresOptions(folder.Data) { BinaryFolder = empty });
        sentence.ShouldBe($"There is no PostgreSQL 15 or newer that runs in {empty}; correct EVENTCATALOG_POSTGRES (the folder that holds postgres and initdb), or unset it to use the one that comes with EventCatalog.");
    }

    [Fact]
    public async Task A_broken_setting_is_quoted_and_the_log_is_named()
    {
        await using (await folder.StartAsync())
        {
        }
        File.AppendAllText(Path.Combine(folder.Cluster, "postgresql.conf"), "shared_buffers = 'plenty'\n");

        var sentence = await SentenceAsync();

        var kept = Path.Combine(folder.Data, "postgres-error.log");
        sentence.ShouldStartWith($"PostgreSQL could not start on {folder.Cluster}: ");
        sentence.ShouldContain("shared_buffers");
        sentence.ShouldEndWith($"its last words are in {kept}.");
        File.ReadAllText(kept).ShouldContain("plenty");
    }

    [Fact]
    public async Task A_missing_password_file_is_named()
    {
        await using (await folder.StartAsync())
        {
        }
        var file = Path.Combine(folder.Cluster, "owner-password");
        File.Delete(file);
        (await SentenceAsync()).ShouldStartWith($"The password file {file} is missing");
        folder.Servers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_is_called_a_full_disk_while_the_database_is_made()
    {
        using var disk = SmallDisk.Mount(folder.Data, megabytes: 12);
        (await SentenceAsync()).ShouldBe($"The disk under {folder.Data} is full; free some space or choose a data folder on another disk with --data or EVENTCATALOG_DATA.");
    }

    [Fact]
    public async Task A_disk_that_filled_up_later_is_called_a_full_disk_and_nothing_is_lost()
    {
        using var disk = SmallDisk.Mount(folder.Data, megabytes: 160);
        await using (var server = await folder.StartAsync()) await StartTests.WriteAsync(server, "kept");
        var ballast = Path.Combine(folder.Data, "ballast");
        Fill(ballast);

        (await SentenceAsync()).ShouldStartWith($"The disk under {folder.Data} is full;");

        File.Delete(ballast);
        await using var again = await folder.StartAsync();
        (await StartTests.ReadAsync(again)).ShouldBe("kept");
    }

    private async Task<string> SentenceAsync(PostgresOptions? options = null)
    {
        var failure = await Should.ThrowAsync<StartException>(async () =>
        {
            await using var server = await PostgresServer.StartAsync(options ?? new PostgresOptions(folder.Data), TestContext.Current.CancellationToken);
        });
        failure.Message.ShouldNotContain("\n");
        failure.Message.ShouldEndWith(".");
        return failure.Message;
    }

    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) stream.Write(block);
        }
        catch (IOException)
        {
            // full, as wanted
        }
    }
}
