using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;
using EventCatalog.EventStore;

namespace EventCatalog.Ingestion.Plugins;

/// <summary>Where a plugin stands after someone asked for something.</summary>
/// <param name="Version">The one that serves.</param>
/// <param name="Changed">False when it was so before.</param>
/// <param name="Position">Position to wait for to see it; the log's mark when nothing was appended.</param>
public sealed record PluginStanding(string Plugin, string Version, bool Enabled, bool Changed, long Position);

/// <summary>Installs plugins, switches them off and on, and goes back to earlier versions.</summary>
public sealed class PluginInstaller(EventLog log, BodyStore bodies, TimeProvider clock)
{
    private const int Attempts = 6;

    /// <summary>Stores the files, then records that this version serves from now on; when that fails, files nobody names are left.</summary>
    /// <exception cref="RuleViolation">The version is there already with other content.</exception>
    public async Task<PluginStanding> InstallAsync(PluginPackage package, string actor, CancellationToken ct)
    {
        await bodies.PutAsync([.. package.Files.Values.Select(content => new ReadOnlyMemory<byte>(content))], ct);
        return await DecideAsync(package.Manifest.Id, plugin => PluginDecider.Decide(new InstallPlugin(package.Manifest), plugin), actor, ct);
    }

    /// <param name="to">Null for the version installed before the one that serves.</param>
    /// <exception cref="RuleViolation">There is no such plugin or version.</exception>
    public Task<PluginStanding> RollBackAsync(string plugin, string? to, string actor, CancellationToken ct) =>
        DecideAsync(plugin, state => PluginDecider.Decide(new ChoosePluginVersion(to), state), actor, ct);

    /// <exception cref="RuleViolation">There is no such plugin.</exception>
    public Task<PluginStanding> EnableAsync(string plugin, string actor, CancellationToken ct) =>
        DecideAsync(plugin, state => PluginDecider.Decide(new EnablePlugin(), state), actor, ct);

    /// <exception cref="RuleViolation">There is no such plugin.</exception>
    public Task<PluginStanding> DisableAsync(string plugin, string actor, CancellationToken ct) =>
        DecideAsync(plugin, state => PluginDecider.Decide(new DisablePlugin(), state), actor, ct);

    private async Task<PluginStanding> DecideAsync(string id, Func<Plugin, IReadOnlyList<PluginEvent>> decide, string actor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var past = await log.ReadStreamsAsync([PluginDecider.StreamOf(id)], ct: ct);
            var plugin = past.Select(recorded => recorded.Event).OfType<PluginEvent>().Aggregate(Plugin.None(id), PluginDecider.Evolve);
            var events = decide(plugin);
            if (events.Count == 0)
                return new PluginStanding(id, plugin.Version!, plugin.Enabled, Changed: false, await log.MarkAsync(ct));
            var now = clock.GetUtcNow();
            var append = new StreamAppend(PluginDecider.StreamOf(id), past.Count == 0 ? ExpectedVersion.NoStream : past[^1].StreamVersion, [.. events.Select(happened => new NewEvent(happened, now))]);
            try
            {
                var result = await log.AppendAsync(append, new AppendContext(actor), ct);
                var after = events.Aggregate(plugin, PluginDecider.Evolve);
                return new PluginStanding(id, after.Version!, after.Enabled, Changed: true, result.LastPosition);
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                // Someone else changed it meanwhile: decide on what it is now.
            }
        }
    }
}
