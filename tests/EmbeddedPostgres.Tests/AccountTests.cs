using System.Globalization;
using EventCatalog.EmbeddedPostgres.Platform;

namespace EventCatalog.EmbeddedPostgres.Tests;

/// <summary>Started by root, the server runs as somebody else; started by that somebody, it runs plainly.</summary>
public sealed class AccountTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const uint Nobody = 65534;
    private static readonly string[] AsNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Started_by_root_the_server_runs_as_an_unprivileged_account_without_roots_groups()
    {
        SkipUnlessRoot();
        await using var server = await folder.StartAsync();
        var status = File.ReadAllLines($"/proc/{folder.ServerId}/status");

        Field(status, "Uid").ShouldNotContain("0");
        Field(status, "Gid").ShouldNotContain("0");
        Field(status, "Groups").ShouldBeEmpty();
        (await ServiceAccount.OwnerAsync(folder.Cluster, TestContext.Current.CancellationToken)).ToString(CultureInfo.InvariantCulture).ShouldBe(Field(status, "Uid")[0]);
    }

    [Fact]
    public async Task A_backup_put_back_by_root_is_handed_to_the_account()
    {
        SkipUnlessRoot();
        await using (var server = await folder.StartAsync()) await StartTests.WriteAsync(server, "restored");
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder.Cluster, "*", SearchOption.AllDirectories).Append(folder.Cluster)) Posix.ChangeOwner(entry, 0, 0);

        await using var again = await folder.StartAsync();
        (await StartTests.ReadAsync(again)).ShouldBe("restored");
    }

    [Fact]
    public async Task Programs_below_a_closed_folder_are_copied_to_where_the_account_can_run_them()
    {
        SkipUnlessRoot();
        var closed = Directory.CreateDirectory(folder.Beside("closed")).FullName;
        var programs = CopyPackage(Path.Combine(closed, "native"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(closed, OwnerOnly);

        await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder.Data) { BinaryFolder = programs }, TestContext.Current.CancellationToken);

        new FileInfo($"/proc/{folder.ServerId}/exe").LinkTarget!.ShouldStartWith(Path.Combine(folder.Data, "pgbin-"));
    }

    [Fact]
    public async Task A_data_folder_the_account_cannot_enter_is_named_with_the_account()
    {
        SkipUnlessRoot();
        var closed = Directory.CreateDirectory(folder.Beside("closed")).FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(closed, OwnerOnly);
        var inside = Path.Combine(closed, "data");

        var failure = await Should.ThrowAsync<StartException>(() => PostgresServer.StartAsync(new PostgresOptions(inside), TestContext.Current.CancellationToken));

        failure.Message.ShouldMatch($"^PostgreSQL runs as \\w+ because root may not run it, and \\w+ cannot enter {inside}: .* choose another data folder");
    }

    [Fact]
    public async Task An_ordinary_user_starts_it_plainly()
    {
        SkipUnlessNobodyCanRunUs();
        HandToNobody(folder.Data);
        await using var holder = Holder.Start(["serve", folder.Data], AsNobody);

        (await holder.SaysAsync()).ShouldStartWith("ready True");

        Field(File.ReadAllLines($"/proc/{folder.ServerId}/status"), "Uid")[0].ShouldBe("65534");
        (await holder.LeaveAsync()).ShouldBe(0);
        folder.Servers().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_ordinary_user_who_may_not_write_the_package_gets_a_linked_copy()
    {
        SkipUnlessNobodyCanRunUs();
        HandToNobody(folder.Data);
        var programs = CopyPackage(folder.Beside("native"));
        await using var holder = Holder.Start(["serve", folder.Data, programs], AsNobody);

        (await holder.SaysAsync()).ShouldStartWith("ready True");

        new FileInfo($"/proc/{folder.ServerId}/exe").LinkTarget!.ShouldStartWith(Path.Combine(folder.Data, "pgbin-"));
    }

    [Fact]
    public async Task An_ordinary_user_is_told_when_the_folder_is_another_users()
    {
        SkipUnlessNobodyCanRunUs();
        Directory.CreateDirectory(folder.Data);
        await using var holder = Holder.Start(["serve", folder.Data], AsNobody);

        (await holder.SaysAsync()).ShouldStartWith($"failed The data folder {folder.Data} cannot be written (");
        (await holder.LeaveAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task The_library_links_that_npm_left_out_are_made()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only the Linux packages are checked here.");
        var programs = CopyPackage(folder.Beside("native"));
        var link = new FileInfo(Path.Combine(folder.Beside("native"), "lib", "libicui18n.so.60"));
        link.Exists.ShouldBeFalse();

        await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder.Data) { BinaryFolder = programs }, TestContext.Current.CancellationToken);

        link.Refresh();
        link.LinkTarget.ShouldBe("libicui18n.so.60.2");
        new FileInfo($"/proc/{folder.ServerId}/exe").LinkTarget.ShouldBe(Path.Combine(programs, "postgres"));
    }

    /// <summary>The package as npm leaves it with its scripts off; returns its folder of programs.</summary>
    private static string CopyPackage(string to)
    {
        var from = Path.GetDirectoryName(Binaries.PackageFolders().First(Directory.Exists))!;
        Copy(new DirectoryInfo(from), to);
        return Path.Combine(to, "bin");

        static void Copy(DirectoryInfo source, string target)
        {
            Directory.CreateDirectory(target);
            foreach (var file in source.EnumerateFiles().Where(file => file.LinkTarget is null && file.Extension is not ".a")) file.CopyTo(Path.Combine(target, file.Name));
            foreach (var inner in source.EnumerateDirectories().Where(inner => inner.Name is not "include")) Copy(inner, Path.Combine(target, inner.Name));
        }
    }

    private static string[] Field(string[] status, string name) =>
        [.. status.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries)];

    private static void HandToNobody(string path)
    {
        Directory.CreateDirectory(path);
        Posix.ChangeOwner(path, Nobody, Nobody);
    }

    private static void SkipUnlessRoot() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root has this case.");

    private static void SkipUnlessNobodyCanRunUs()
    {
        SkipUnlessRoot();
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        for (var above = here; above is not null; above = above.Parent)
            Assert.SkipUnless(OperatingSystem.IsWindows() || above.UnixFileMode.HasFlag(UnixFileMode.OtherExecute), $"{above.FullName} is closed to other users.");
    }
}
