using System.CommandLine;

namespace EventCatalog.Api.Commands.Plugins;

/// <summary>Begins, packs and installs plugins of a portal, and switches them while it runs.</summary>
public static class PluginCommand
{
    public static Command Create() => new("plugin", "Begin, pack and install plugins; switch them off and on, or go back, while the portal runs.")
    {
        NewVerb.Create(),
        DevVerb.Create(),
        PackVerb.Create(),
        InstallVerb.Create(),
        ListVerb.Create(),
        ChangeVerb.Create("disable", "Switch a plugin off: no page loads it any more."),
        ChangeVerb.Create("enable", "Switch a plugin on again."),
        ChangeVerb.Rollback(),
    };
}
