namespace EventCatalog.EmbeddedPostgres.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_second_portal_learns_who_holds_the_folder()
    {
        await using var first = Holder.Start(["lock", folder.Data]);
        (await first.SaysAsync()).ShouldBe("ready");

        using var mine = DataFolderLock.TryAcquire(folder.Data, "serve", out var holder);

        mine.ShouldBeNull();
        holder.ShouldNotBeNull();
        holder.ProcessId.ShouldBe(first.Id);
        holder.Description.ShouldBe("serve");
        holder.Url.ShouldBe(new Uri("http://127.0.0.1:7080"));
        (DateTimeOffset.UtcNow - holder.Since).ShouldBeLessThan(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_killed_portal_holds_nothing()
    {
        await using var first = Holder.Start(["lock", folder.Data]);
        (await first.SaysAsync()).ShouldBe("ready");
        await first.KillAsync();

        using var mine = DataFolderLock.TryAcquire(folder.Data, "serve", out var holder);

        mine.ShouldNotBeNull();
        holder.ShouldBeNull();
    }

    [Fact]
    public void A_portal_that_ended_holds_nothing()
    {
        DataFolderLock.TryAcquire(folder.Data, "serve", out _)!.Dispose();
        using var again = DataFolderLock.TryAcquire(folder.Data, "serve", out _);
        again.ShouldNotBeNull();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(folder.Data, "");
        Should.Throw<StartException>(() => DataFolderLock.TryAcquire(folder.Data, "serve", out _))
            .Message.ShouldStartWith($"The data folder {folder.Data} cannot be written (");
    }

    [Theory]
    [InlineData("/given", "/share", "/given")]
    [InlineData("", "/share", "/share/eventcatalog")]
    [InlineData("", "relative", "/home/somebody/.local/share/eventcatalog")]
    [InlineData("", "", "/home/somebody/.local/share/eventcatalog")]
    public async Task The_default_folder_follows_the_environment(string given, string share, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has its own place.");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["EVENTCATALOG_DATA"] = given, ["XDG_DATA_HOME"] = share, ["HOME"] = "/home/somebody" };
        await using var holder = Holder.Start(["where"], environment: environment);
        var asRoot = Environment.IsPrivilegedProcess && given.Length == 0;
        (await holder.SaysAsync()).ShouldBe(asRoot ? "/var/lib/eventcatalog" : expected);
    }
}
