using System.CommandLine;
using EventCatalog.Api.Hosting;

namespace EventCatalog.Api.Commands.Plugins;

/// <summary>The verbs that change a plugin which is installed.</summary>
internal static class ChangeVerb
{
    public static Command Create(string name, string description)
    {
        var (plugin, portal, json) = (Plugin(), PluginPortal.Address(), SharedOptions.Json());
        var command = new Command(name, description) { plugin, portal, json };
        command.SetAction((parsed, ct) => PluginPortal.ChangeAsync(parsed.GetValue(portal)!, parsed.GetValue(plugin)!, name, null, parsed.GetValue(json), ct));
        return command;
    }

    public static Command Rollback()
    {
        const string Name = "rollback";
        var (plugin, portal, json) = (Plugin(), PluginPortal.Address(), SharedOptions.Json());
        var to = new Option<string?>("--to") { Description = "The version to go back to. Default: the one installed before the version that serves." };
        var command = new Command(Name, "Let an earlier version serve again: open pages show it at once. Exit code 1 when there is none.") { plugin, to, portal, json };
        command.SetAction((parsed, ct) => PluginPortal.ChangeAsync(parsed.GetValue(portal)!, parsed.GetValue(plugin)!, Name, parsed.GetValue(to), parsed.GetValue(json), ct));
        return command;
    }

    private static Argument<string> Plugin() => new("id") { Description = "Id of the plugin, as `plugin list` says it." };
}
