using System.CommandLine;
using System.Globalization;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Api.Commands.Plugins;

/// <summary>Installs a plugin at every change of its files.</summary>
internal static class DevVerb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public static Command Create()
    {
        var (folder, portal) = (PackVerb.Folder(), PluginPortal.Address());
        var command = new Command("dev", "While you write a plugin: bring it to a running portal at every change of its files, each time as a version of its own ({version}-dev.…), until Ctrl+C.") { folder, portal };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(portal)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, Uri portal, CancellationToken ct)
    {
        PluginPackage? last = null;
        string? told = null;
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                try
                {
                    var package = await PluginFolder.ReadAsync(folder, ct);
                    told = null;
                    if (last?.Manifest.Says(package.Manifest) is true)
                        continue;
                    last = package;
                    await PluginPortal.InstallAsync(portal, PluginArchive.Write(Numbered(package)), json: false, ct);
                }
                catch (RuleViolation wrong) when (!string.Equals(told, wrong.Message, StringComparison.Ordinal))
                {
                    // Half written, perhaps: said once, and looked at again.
                    await Console.Error.WriteLineAsync(told = wrong.Message);
                }
                catch (Exception e) when (e is RuleViolation or IOException)
                {
                    // Said already, or an editor is just writing the file.
                }
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl+C is how this ends.
        }

        return ExitCodes.Ok;
    }

    private static PluginPackage Numbered(PluginPackage package) => package with
    {
        Manifest = package.Manifest with
        {
            Version = string.Create(CultureInfo.InvariantCulture, $"{package.Manifest.Version}-dev.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}"),
        },
    };
}
