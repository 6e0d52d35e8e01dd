using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Api.Commands.Plugins;

internal static class PackVerb
{
    public static Command Create()
    {
        var folder = Folder();
        var target = new Option<string?>("--to") { Description = "The archive to write. Default: {id}-{version}.zip in the current folder." };
        var command = new Command("pack", "Check a plugin and make one archive of it: exit code 1 when something is wrong with it.") { folder, target };
        command.SetAction((parsed, ct) => RefusedAsync(async () =>
        {
            var package = await PluginFolder.ReadAsync(parsed.GetValue(folder)!, ct);
            var file = parsed.GetValue(target) ?? $"{package.Manifest.Id}-{package.Manifest.Version}.zip";
            await File.WriteAllBytesAsync(file, PluginArchive.Write(package), ct);
            Console.WriteLine($"{file}: {package.Manifest.Name} {package.Manifest.Version}, files: {string.Join(", ", package.Files.Keys)}");
            return ExitCodes.Ok;
        }));
        return command;
    }

    public static Argument<string> Folder() => new("path") { Description = "Folder with a plugin.json.", DefaultValueFactory = _ => "." };

    /// <summary>A plugin that is not sound is an answer, not a wrong use of the command line.</summary>
    public static async Task<int> RefusedAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (RuleViolation refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCodes.No;
        }
    }
}
