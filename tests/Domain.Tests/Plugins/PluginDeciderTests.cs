using EventCatalog.Domain.Plugins;
using static EventCatalog.Domain.Plugins.PluginEvent;

namespace EventCatalog.Domain.Tests.Plugins;

public class PluginDeciderTests
{
    private static readonly Plugin None = Plugin.None("hello");

    [Fact]
    public void What_is_installed_serves_and_saying_it_again_records_nothing()
    {
        var plugin = After(None, PluginDecider.Decide(new InstallPlugin(Version("1.0.0")), None));

        plugin.Version.ShouldBe("1.0.0");
        PluginDecider.Decide(new InstallPlugin(Version("1.0.0")), plugin).ShouldBeEmpty();
    }

    [Fact]
    public void A_version_keeps_its_content_for_ever()
    {
        var plugin = Installed("1.0.0");
        var other = Version("1.0.0") with { Files = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = PluginFiles.IntegrityOf("other"u8) } };

        Should.Throw<RuleViolation>(() => PluginDecider.Decide(new InstallPlugin(other), plugin)).Message.ShouldContain("Version 1.0.0 of \"hello\" is installed with other content");
    }

    [Fact]
    public void A_rollback_goes_to_the_version_before_or_to_the_one_named()
    {
        var plugin = Installed("1.0.0", "1.1.0", "2.0.0");

        PluginDecider.Decide(new ChoosePluginVersion(null), plugin).ShouldBe([new PluginVersionChosen("hello", "2.0.0", "1.1.0")]);
        PluginDecider.Decide(new ChoosePluginVersion("1.0.0"), plugin).ShouldBe([new PluginVersionChosen("hello", "2.0.0", "1.0.0")]);
        PluginDecider.Decide(new ChoosePluginVersion("2.0.0"), plugin).ShouldBeEmpty();
    }

    [Fact]
    public void After_a_rollback_the_next_goes_further_back_and_the_newer_version_can_be_installed_again()
    {
        var plugin = After(Installed("1.0.0", "1.1.0", "2.0.0"), [new PluginVersionChosen("hello", "2.0.0", "1.1.0")]);

        PluginDecider.Decide(new ChoosePluginVersion(null), plugin).ShouldBe([new PluginVersionChosen("hello", "1.1.0", "1.0.0")]);
        After(plugin, PluginDecider.Decide(new InstallPlugin(Version("2.0.0")), plugin)).Version.ShouldBe("2.0.0");
    }

    [Fact]
    public void What_was_never_installed_is_named_with_what_there_is()
    {
        Should.Throw<RuleViolation>(() => PluginDecider.Decide(new ChoosePluginVersion("3.0.0"), Installed("1.0.0", "2.0.0"))).Message.ShouldContain("there are 1.0.0, 2.0.0");
        Should.Throw<RuleViolation>(() => PluginDecider.Decide(new ChoosePluginVersion(null), Installed("1.0.0"))).Message.ShouldContain("before 1.0.0");
        Should.Throw<RuleViolation>(() => PluginDecider.Decide(new DisablePlugin(), None)).Message.ShouldContain("No plugin \"hello\"");
    }

    [Fact]
    public void It_is_disabled_and_enabled_once_and_an_upgrade_does_not_enable_it()
    {
        var plugin = After(Installed("1.0.0"), PluginDecider.Decide(new DisablePlugin(), Installed("1.0.0")));

        plugin.Enabled.ShouldBeFalse();
        PluginDecider.Decide(new DisablePlugin(), plugin).ShouldBeEmpty();
        var upgraded = After(plugin, PluginDecider.Decide(new InstallPlugin(Version("1.1.0")), plugin));
        (upgraded.Version, upgraded.Enabled).ShouldBe(("1.1.0", false));
        After(upgraded, PluginDecider.Decide(new EnablePlugin(), upgraded)).Enabled.ShouldBeTrue();
    }

    private static Plugin Installed(params string[] versions) =>
        versions.Aggregate(None, (plugin, version) => After(plugin, PluginDecider.Decide(new InstallPlugin(Version(version)), plugin)));

    private static Plugin After(Plugin plugin, IReadOnlyList<PluginEvent> happened) => happened.Aggregate(plugin, PluginDecider.Evolve);

    private static PluginManifest Version(string version) => new(
        "hello", "Hello", version, "^1.0", EntityRef.Parse("group:shop"), "index.js", null, [],
        [new PluginExtension(PluginExtensionType.Page, "overview", "Hello")],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = PluginFiles.IntegrityOf(System.Text.Encoding.UTF8.GetBytes(version)) });
}
