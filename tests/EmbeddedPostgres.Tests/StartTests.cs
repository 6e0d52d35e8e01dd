using System.Globalization;
using Npgsql;

namespace EventCatalog.EmbeddedPostgres.Tests;

public sealed class StartTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_empty_folder_becomes_a_database_with_the_promised_settings()
    {
        await using var server = await folder.StartAsync();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);

        server.Owned.ShouldBeTrue();
        (await database.ScalarAsync("select current_user || ' ' || current_database()")).ShouldBe("catalog catalog");
        (await database.ScalarAsync("select rolsuper from pg_roles where rolname = current_user")).ShouldBe(false);
        (await database.ScalarAsync("""
            select string_agg(name || '=' || setting, ' ' order by name) from pg_settings
            where name in ('data_checksums', 'fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'server_encoding', 'TimeZone', 'password_encryption', 'max_connections')
            """)).ShouldBe("TimeZone=UTC data_checksums=on fsync=on full_page_writes=on listen_addresses= max_connections=100 password_encryption=scram-sha-256 server_encoding=UTF8 synchronous_commit=on");
        (await database.ScalarAsync("select pg_size_bytes(current_setting('shared_buffers')) || ' ' || current_setting('max_wal_size')")).ShouldBe("268435456 2GB");
        (await database.ScalarAsync("select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'catalog'")).ShouldBe("b C.UTF-8");
    }

    [Fact]
    public async Task The_contributed_extensions_are_there_and_know_letters_outside_ascii()
    {
        await using var server = await folder.StartAsync();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);

        await database.ExecuteAsync("create extension pg_trgm; create extension btree_gist; create extension ltree;");

        (await database.ScalarAsync("select similarity('Größe', 'GRÖSSE') > 0.2 and similarity('данные', 'данных') > 0.4")).ShouldBe(true);
        (await database.ScalarAsync("select 'top.middle.leaf'::ltree <@ 'top'")).ShouldBe(true);
        await database.ExecuteAsync("create table owned (ref text, during tstzrange, exclude using gist (ref with =, during with &&))");
    }

    [Fact]
    public async Task Data_survives_a_clean_restart()
    {
        await using (var first = await folder.StartAsync()) await WriteAsync(first, "before");
        folder.Servers().ShouldBeEmpty();
        File.ReadAllText(Path.Combine(folder.Data, "postgres.log")).ShouldContain("database system is shut down");

        await using var second = await folder.StartAsync();
        (await ReadAsync(second)).ShouldBe("before");
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_open_transactions()
    {
        var server = await folder.StartAsync();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);

        await server.DisposeAsync();

        folder.Servers().ShouldBeEmpty();
        await server.DisposeAsync(); // twice is once
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_works_all_the_same()
    {
        var deep = Path.Combine(folder.Data, new string('d', 60), new string('e', 60));
        var server = await PostgresServer.StartAsync(new PostgresOptions(deep), TestContext.Current.CancellationToken);
        await WriteAsync(server, "deep");
        (await ReadAsync(server)).ShouldBe("deep");
        var socketFolder = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;

        await server.DisposeAsync();

        socketFolder.ShouldNotStartWith(deep);
        Directory.Exists(socketFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_path_with_spaces_quotes_commas_and_letters_outside_ascii_works()
    {
        var odd = Path.Combine(folder.Data, "it's, \"my\" catálogo; $HOME");
        await using var server = await PostgresServer.StartAsync(new PostgresOptions(odd), TestContext.Current.CancellationToken);
        await WriteAsync(server, "odd");
        (await ReadAsync(server)).ShouldBe("odd");
    }

    [Fact]
    public async Task Passwords_and_data_are_closed_to_other_users()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        await using var server = await folder.StartAsync();

        Modes(folder.Cluster).ShouldBe("700");
        Modes(Path.Combine(folder.Data, "run")).ShouldBe("700");
        Modes(Path.Combine(folder.Cluster, "owner-password")).ShouldBe("600");
        Modes(Path.Combine(folder.Cluster, "superuser-password")).ShouldBe("600");
        Modes(Path.Combine(folder.Data, "postgres.log")).ShouldBe("600");
    }

    [Fact]
    public async Task The_server_is_in_a_session_of_its_own_so_that_Ctrl_C_passes_it_by()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Read from /proc.");
        await using var server = await folder.StartAsync();
        var fields = File.ReadAllText($"/proc/{folder.ServerId}/stat").Split(") ")[1].Split(' ');
        fields[3].ShouldBe(folder.ServerId.ToString(CultureInfo.InvariantCulture)); // proc(5): the session, fourth after the name
    }

    [Fact]
    public async Task A_PostgreSQL_of_this_machine_serves_as_well()
    {
        const string Programs = "/usr/lib/postgresql/15/bin";
        Assert.SkipUnless(Directory.Exists(Programs), $"{Programs} is not here.");
        await using (var server = await PostgresServer.StartAsync(new PostgresOptions(folder.Data) { BinaryFolder = Programs }, TestContext.Current.CancellationToken))
            await WriteAsync(server, "fifteen");

        (await Should.ThrowAsync<StartException>(() => PostgresServer.StartAsync(
            new PostgresOptions(folder.Data) { BinaryFolder = Path.GetDirectoryName(Binaries.PackageFolders().First(Directory.Exists) + "/") }, TestContext.Current.CancellationToken)))
            .Message.ShouldStartWith($"The data in {folder.Data} was written by PostgreSQL 15 and only 18 is here");
    }

    [Fact]
    public async Task The_users_locale_and_postgres_variables_change_nothing()
    {
        var noise = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LC_ALL"] = "xx_YY.UTF-8", ["LANG"] = "tr_TR.UTF-8", ["PGDATA"] = "/nowhere", ["PGPORT"] = "1", ["PGHOST"] = "nowhere", ["PGOPTIONS"] = "-c nonsense=1", ["TZ"] = "Asia/Tokyo",
        };
        await using var holder = Holder.Start(["serve", folder.Data], environment: noise);
        (await holder.SaysAsync()).ShouldStartWith("ready True");

        await using var server = await folder.StartAsync();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        (await database.ScalarAsync("select current_setting('timezone') || ' ' || current_setting('lc_messages')")).ShouldBe("UTC C.UTF-8");
    }

    internal static async Task WriteAsync(PostgresServer server, string text)
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await database.ExecuteAsync($"create table kept (text text); insert into kept values ('{text}')");
    }

    internal static async Task<object?> ReadAsync(PostgresServer server)
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        return await database.ScalarAsync("select text from kept");
    }

    private static string Modes(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
