using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.Api.Plugins;

namespace EventCatalog.Api.Commands.Plugins;

internal static class ListVerb
{
    public static Command Create()
    {
        var (portal, json) = (PluginPortal.Address(), SharedOptions.Json());
        var command = new Command("list", "The plugins of a running portal, who brought them and when.") { portal, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(portal)!, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(Uri portal, bool json, CancellationToken ct)
    {
        var plugins = await PluginPortal.ListAsync(portal, ct);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(plugins.Select(plugin => new
            {
                plugin.Manifest.Id, plugin.Manifest.Name, plugin.Manifest.Version, plugin.Enabled, Owner = plugin.Manifest.Owner.ToString(), plugin.Manifest.Sdk, plugin.Versions,
            }), JsonSerializerOptions.Web));
        }
        else if (plugins.Count == 0)
        {
            Console.WriteLine("No plugin is installed. Begin one with `eventcatalog plugin new hello`.");
        }

        foreach (var plugin in json ? [] : plugins)
            Console.WriteLine(Line(plugin));
        return ExitCodes.Ok;
    }

    private static string Line(ListedPlugin plugin)
    {
        var serves = plugin.Versions.Single(version => version.Serves);
        return FormattableString.Invariant(
            $"{plugin.Manifest.Id} {plugin.Manifest.Version}{(plugin.Enabled ? "" : " (off)")}  {plugin.Manifest.Owner}  installed {serves.InstalledAt:u} by {serves.InstalledBy} (@{serves.Position}); {plugin.Versions.Count} versions");
    }
}
