using System.Collections.Immutable;
using static EventCatalog.Domain.Plugins.PluginEvent;

namespace EventCatalog.Domain.Plugins;

/// <summary>Someone brings a version of a plugin that is to serve from now on.</summary>
public sealed record InstallPlugin(PluginManifest Manifest);

/// <summary>Someone wants another of the versions that were installed to serve: an earlier one back, as a rule.</summary>
/// <param name="To">Null for the one installed before the version that serves.</param>
public sealed record ChoosePluginVersion(string? To);

public sealed record EnablePlugin;

public sealed record DisablePlugin;

/// <summary>What the log says of one plugin.</summary>
/// <param name="Version">The one that serves.</param>
/// <param name="Versions">Every version that was ever installed, in the order of its first installation.</param>
public sealed record Plugin(string Id, string? Version, bool Enabled, ImmutableList<PluginManifest> Versions)
{
    public static Plugin None(string id) => new(id, null, Enabled: true, []);
}

/// <summary>Decides which version of a plugin serves, and whether any does.</summary>
public static class PluginDecider
{
    public static string StreamOf(string plugin) => $"plugin-{plugin}";

    /// <exception cref="RuleViolation">The version is there already with other content.</exception>
    public static IReadOnlyList<PluginEvent> Decide(InstallPlugin wanted, Plugin plugin)
    {
        var version = wanted.Manifest.Version;
        if (plugin.Versions.Find(known => Is(known, version)) is { } known && !known.Says(wanted.Manifest))
            throw new RuleViolation($"Version {version} of \"{plugin.Id}\" is installed with other content, which stays: give this one another version");
        return string.Equals(plugin.Version, version, StringComparison.Ordinal) ? [] : [new PluginInstalled(wanted.Manifest)];
    }

    /// <exception cref="RuleViolation">There is no such version, or none before the one that serves.</exception>
    public static IReadOnlyList<PluginEvent> Decide(ChoosePluginVersion wanted, Plugin plugin)
    {
        var serves = plugin.Version ?? throw NotInstalled(plugin);
        var before = plugin.Versions.TakeWhile(version => !Is(version, serves)).LastOrDefault()?.Version;
        var to = wanted.To ?? before ?? throw new RuleViolation($"No version of \"{plugin.Id}\" was installed before {serves}");
        if (!plugin.Versions.Exists(version => Is(version, to)))
            throw new RuleViolation($"Version {to} of \"{plugin.Id}\" was never installed; there are {string.Join(", ", plugin.Versions.Select(version => version.Version))}");
        return string.Equals(to, serves, StringComparison.Ordinal) ? [] : [new PluginVersionChosen(plugin.Id, serves, to)];
    }

    /// <exception cref="RuleViolation">It was never installed.</exception>
    public static IReadOnlyList<PluginEvent> Decide(EnablePlugin _, Plugin plugin) =>
        plugin.Version is null ? throw NotInstalled(plugin) : plugin.Enabled ? [] : [new PluginEnabled(plugin.Id)];

    /// <exception cref="RuleViolation">It was never installed.</exception>
    public static IReadOnlyList<PluginEvent> Decide(DisablePlugin _, Plugin plugin) =>
        plugin.Version is null ? throw NotInstalled(plugin) : plugin.Enabled ? [new PluginDisabled(plugin.Id)] : [];

    public static Plugin Evolve(Plugin plugin, PluginEvent happened) => happened switch
    {
        PluginInstalled { Manifest: var manifest } => plugin with
        {
            Version = manifest.Version,
            Versions = plugin.Versions.Exists(known => Is(known, manifest.Version)) ? plugin.Versions : plugin.Versions.Add(manifest),
        },
        PluginVersionChosen e => plugin with { Version = e.To },
        PluginDisabled => plugin with { Enabled = false },
        PluginEnabled => plugin with { Enabled = true },
        _ => plugin,
    };

    private static bool Is(PluginManifest manifest, string version) => string.Equals(manifest.Version, version, StringComparison.Ordinal);

    private static RuleViolation NotInstalled(Plugin plugin) => new($"No plugin \"{plugin.Id}\" is installed: see `eventcatalog plugin list`");
}
