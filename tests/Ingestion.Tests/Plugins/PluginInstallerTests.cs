using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Ingestion.Tests.Plugins;

public sealed class PluginInstallerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_done_with_a_plugin_is_in_the_log_with_who_did_it_and_its_bytes_beside_it()
    {
        await using var catalog = await TestCatalog.StartAsync();
        var installer = new PluginInstaller(catalog.Log, catalog.Bodies, catalog.Clock);

        await installer.InstallAsync(await PackageAsync("1.0.0", "one"), "user:ada", Ct);
        var second = await installer.InstallAsync(await PackageAsync("1.1.0", "two"), "user:bob", Ct);
        var again = await installer.InstallAsync(await PackageAsync("1.1.0", "two"), "user:eve", Ct);
        var back = await installer.RollBackAsync("hello", null, "user:ada", Ct);
        var off = await installer.DisableAsync("hello", "user:ada", Ct);

        (second.Version, second.Changed, again.Changed).ShouldBe(("1.1.0", true, false));
        (back.Version, off.Enabled).ShouldBe(("1.0.0", false));
        (await catalog.EventsAsync()).Select(recorded => (recorded.Stream, recorded.Type, recorded.Actor)).ShouldBe(
        [
            ("plugin-hello", "plugin-installed", "user:ada"),
            ("plugin-hello", "plugin-installed", "user:bob"),
            ("plugin-hello", "plugin-version-chosen", "user:ada"),
            ("plugin-hello", "plugin-disabled", "user:ada"),
        ]);
        var body = PluginFiles.BodyOf(PluginFiles.IntegrityOf("one"u8));
        (await catalog.Bodies.GetAsync([body], Ct))[body].ShouldBe("one"u8.ToArray());
    }

    [Fact]
    public async Task Two_who_install_at_once_both_get_an_answer_and_both_versions_are_there()
    {
        await using var catalog = await TestCatalog.StartAsync();
        var installer = new PluginInstaller(catalog.Log, catalog.Bodies, catalog.Clock);
        PluginPackage[] packages = [await PackageAsync("1.0.0", "one"), await PackageAsync("1.1.0", "two"), await PackageAsync("1.2.0", "three")];

        await Task.WhenAll(packages.Select(package => Task.Run(() => installer.InstallAsync(package, "tester", Ct), Ct)));

        (await catalog.EventsAsync()).Select(recorded => recorded.Event).OfType<PluginEvent.PluginInstalled>().Select(e => e.Manifest.Version)
            .ShouldBe(["1.0.0", "1.1.0", "1.2.0"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_version_that_is_there_with_other_bytes_is_refused_and_nothing_is_recorded()
    {
        await using var catalog = await TestCatalog.StartAsync();
        var installer = new PluginInstaller(catalog.Log, catalog.Bodies, catalog.Clock);
        await installer.InstallAsync(await PackageAsync("1.0.0", "one"), "tester", Ct);

        await Should.ThrowAsync<RuleViolation>(installer.InstallAsync(await PackageAsync("1.0.0", "another"), "tester", Ct));
        (await catalog.EventsAsync()).Count.ShouldBe(1);
    }

    private static async Task<PluginPackage> PackageAsync(string version, string script)
    {
        using var folder = PluginFolders.Hello(version, script);
        return await PluginFolder.ReadAsync(folder.Path, Ct);
    }
}
