namespace EventCatalog.Domain.Plugins;

/// <summary>What can happen to one plugin of the portal. These records are the stored contract.</summary>
public abstract record PluginEvent
{
    private PluginEvent() { }

    /// <summary>This version serves from now on; the bytes of its files stand beside the log under their hashes.</summary>
    public sealed record PluginInstalled(PluginManifest Manifest) : PluginEvent;

    /// <summary>A version that was installed before serves instead: an earlier one after a rollback.</summary>
    public sealed record PluginVersionChosen(string Plugin, string From, string To) : PluginEvent;

    /// <summary>No page loads it any more.</summary>
    public sealed record PluginDisabled(string Plugin) : PluginEvent;

    public sealed record PluginEnabled(string Plugin) : PluginEvent;

    /// <summary>The plugin an event is about.</summary>
    public static string IdOf(PluginEvent happened) => happened switch
    {
        PluginInstalled e => e.Manifest.Id,
        PluginVersionChosen e => e.Plugin,
        PluginDisabled e => e.Plugin,
        PluginEnabled e => e.Plugin,
        _ => throw new InvalidOperationException($"{happened.GetType().Name} names no plugin"),
    };
}
