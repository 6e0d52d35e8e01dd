using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Api.Commands.Plugins;

internal static class InstallVerb
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "Folder with a plugin.json, or an archive that `plugin pack` made.", DefaultValueFactory = _ => "." };
        var (portal, json) = (PluginPortal.Address(), SharedOptions.Json());
        var command = new Command("install", "Bring a plugin, or a new version of it, to a running portal: open pages show it at once. Exit code 1 when it is refused.") { path, portal, json };
        command.SetAction((parsed, ct) => PackVerb.RefusedAsync(async () =>
            await PluginPortal.InstallAsync(parsed.GetValue(portal)!, await ArchiveAsync(parsed.GetValue(path)!, ct), parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<byte[]> ArchiveAsync(string path, CancellationToken ct)
    {
        if (File.Exists(path))
            return await File.ReadAllBytesAsync(path, ct);
        return Directory.Exists(path)
            ? PluginArchive.Write(await PluginFolder.ReadAsync(path, ct))
            : throw new UsageException($"{path} is neither a folder nor a file.");
    }
}
