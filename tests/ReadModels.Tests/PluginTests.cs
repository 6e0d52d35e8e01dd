using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;
using EventCatalog.ReadModels.Plugins;
using static EventCatalog.Domain.Plugins.PluginEvent;

namespace EventCatalog.ReadModels.Tests;

public sealed class PluginTests
{
    private const string Asked = "{ plugins { id version enabled sdk ownerRef permissions extensions { type id path } lastChange { type cause { actor } } versions { version installedBy serves } } }";

    [Fact]
    public async Task A_plugin_is_told_with_its_versions_and_who_brought_each_the_newest_first()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeePluginAsync("user:ada", new PluginInstalled(Version("1.0.0")));
        await catalog.SeePluginAsync("user:bob", new PluginInstalled(Version("2.0.0")));

        (await catalog.AskAsync(Asked)).GetProperty("plugins").ToString().ShouldBe(
            """
            [{"id":"hello","version":"2.0.0","enabled":true,"sdk":"^1.0","ownerRef":"group:default/shop","permissions":["catalog:read"],"extensions":[{"type":"PAGE","id":"overview","path":"more"}],"lastChange":{"type":"plugin-installed","cause":{"actor":"user:bob"}},"versions":[{"version":"2.0.0","installedBy":"user:bob","serves":true},{"version":"1.0.0","installedBy":"user:ada","serves":false}]}]
            """);
    }

    [Fact]
    public async Task Rolled_back_and_switched_off_it_says_so_and_every_file_can_still_be_found()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeePluginAsync("user:ada", new PluginInstalled(Version("1.0.0")));
        await catalog.SeePluginAsync("user:ada", new PluginInstalled(Version("2.0.0")));
        await catalog.SeePluginAsync("user:ada", new PluginVersionChosen("hello", "2.0.0", "1.0.0"));
        await catalog.SeePluginAsync("user:eve", new PluginDisabled("hello"));

        var plugin = (await catalog.AskAsync(Asked)).GetProperty("plugins")[0];
        (plugin.GetProperty("version").GetString(), plugin.GetProperty("enabled").GetBoolean()).ShouldBe(("1.0.0", false));
        plugin.GetProperty("lastChange").GetProperty("cause").GetProperty("actor").GetString().ShouldBe("user:eve");
        var queries = catalog.Query<PluginQueries>();
        var ct = TestContext.Current.CancellationToken;
        (await queries.IntegrityAsync("hello", "2.0.0", "index.js", ct)).ShouldBe(PluginFiles.IntegrityOf("2.0.0"u8));
        (await queries.IntegrityAsync("hello", "1.0.0", "index.js", ct)).ShouldBe(PluginFiles.IntegrityOf("1.0.0"u8));
        (await queries.IntegrityAsync("hello", "3.0.0", "index.js", ct)).ShouldBeNull();
        (await queries.IntegrityAsync("hello", "1.0.0", "other.js", ct)).ShouldBeNull();

        await catalog.SeePluginAsync("user:eve", new PluginEnabled("hello"));
        (await catalog.AskAsync(Asked)).GetProperty("plugins")[0].GetProperty("enabled").GetBoolean().ShouldBeTrue();
    }

    private static PluginManifest Version(string version) => new(
        "hello", "Hello", version, "^1.0", EntityRef.Parse("group:shop"), "index.js", null, ["catalog:read"],
        [new PluginExtension(PluginExtensionType.Page, "overview", "Hello", "more")],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = PluginFiles.IntegrityOf(System.Text.Encoding.UTF8.GetBytes(version)) });
}
