using System.Diagnostics;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>An owner is edited where the descriptor stands, and the portal shows it (A03, A04).</summary>
public sealed class ChangeTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly Dictionary<string, string> EveryTwoSeconds = new(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = Interval.ToString() };

    /// <summary>The promise is the interval and one second; the rest is for the other programs of a shared machine.</summary>
    private static readonly TimeSpan Limit = Interval + TimeSpan.FromSeconds(1) + TimeSpan.FromSeconds(3);

    [Fact]
    public async Task An_owner_edited_in_a_watched_work_tree_is_one_event_with_its_commit_author_and_line()
    {
        using var folder = new TempFolder();
        var tree = await RepositoryAsync(folder.At("tree"));
        await using var portal = await Portal.StartAsync(EveryTwoSeconds, "--source", tree.Folder);
        await portal.SettledAsync();

        await ExpectOneChangeAsync(portal, async () =>
        {
            tree.Write("services/cart/catalog-info.yaml", Descriptor.Component("cart", "pay"));
            return await tree.CommitAsync("Grace Hopper", "Hand the cart over");
        });
    }

    [Fact]
    public async Task An_owner_pushed_to_a_git_branch_is_one_event_with_its_commit_author_and_line()
    {
        using var folder = new TempFolder();
        var clone = await RepositoryAsync(folder.At("clone"));
        var bare = folder.At("bare.git");
        await clone.GitAsync("clone", "--quiet", "--bare", clone.Folder, bare);
        await clone.GitAsync("remote", "add", "origin", bare);
        await using var portal = await Portal.StartAsync(EveryTwoSeconds, "--source", "file://" + bare);
        await portal.SettledAsync();

        await ExpectOneChangeAsync(portal, async () =>
        {
            clone.Write("services/cart/catalog-info.yaml", Descriptor.Component("cart", "pay"));
            var commit = await clone.CommitAsync("Grace Hopper", "Hand the cart over");
            await clone.GitAsync("push", "--quiet", "origin", "main");
            return commit;
        });
    }

    [Fact]
    public async Task A_refresh_that_waits_shows_the_change_at_once()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Component("cart", "shop"));
        await using var portal = await Portal.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = "01:00:00" }, "--source", folder.Root);
        await portal.SettledAsync();

        folder.Write("catalog-info.yaml", Descriptor.Component("cart", "pay"));
        var taken = Stopwatch.StartNew();
        await portal.AskAsync("""mutation { refresh(input: { ref: "component:default/cart", wait: true }) { position changed } }""");
        var owner = (await portal.AskAsync("""{ entity(ref: "component:default/cart") { ownerRef } }""")).GetProperty("entity").GetProperty("ownerRef").GetString();
        taken.Stop();

        owner.ShouldBe("group:default/pay");
        TestContext.Current.TestOutputHelper!.WriteLine($"refresh and read: {taken.ElapsedMilliseconds} ms (promised: 1000)");
        taken.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static async Task<GitRepository> RepositoryAsync(string path)
    {
        var repository = await GitRepository.MakeAsync(path);
        repository.Write("services/cart/catalog-info.yaml", Descriptor.Component("cart", "shop"));
        repository.Write("org/catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Group("pay")));
        await repository.CommitAsync("Ada Lovelace", "Begin");
        return repository;
    }

    /// <param name="edit">Makes the change and answers its commit.</param>
    private static async Task ExpectOneChangeAsync(Portal portal, Func<Task<string>> edit)
    {
        var before = await portal.PositionAsync();
        await using var live = await LiveMessages.ListenAsync(portal);

        var commit = await edit();
        var taken = Stopwatch.StartNew();
        var message = await live.NextAsync(change => change.GetProperty("refs").EnumerateArray().Any(each => each.GetString() is "component:default/cart"));
        taken.Stop();
        TestContext.Current.TestOutputHelper!.WriteLine($"live after {taken.ElapsedMilliseconds} ms (promised: {Interval.TotalMilliseconds + 1000:F0})");
        taken.Elapsed.ShouldBeLessThan(Limit);

        // What the message announces can be read when it comes.
        var data = await portal.AskAsync(
            """
            query ($since: Instant) {
              entity(ref: "component:default/cart") { ownerRef owner { ref } }
              events(where: { since: $since }, first: 50) { nodes { type entityRef data position cause { actor commit path line } } }
              ownershipChanges(where: { entity: ["component:default/cart"] }) { nodes { fromRef toRef } }
            }
            """, new { since = $"@{before}" });
        data.GetProperty("entity").GetProperty("owner").GetProperty("ref").GetString().ShouldBe("group:default/pay");
        var changed = data.GetProperty("events").GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem();
        changed.GetProperty("type").GetString().ShouldBe("owner-changed");
        changed.GetProperty("position").GetString().ShouldBe(message.GetProperty("position").GetString());
        var cause = changed.GetProperty("cause");
        cause.GetProperty("commit").GetString().ShouldBe(commit);
        cause.GetProperty("actor").GetString()!.ShouldContain("Grace Hopper");
        cause.GetProperty("path").GetString().ShouldBe("services/cart/catalog-info.yaml");
        cause.GetProperty("line").GetInt32().ShouldBe(Descriptor.OwnerLine);
        (await portal.PositionAsync()).ShouldBe(before + 1);
    }
}
