using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventCatalog.Benchmarks.Crawl;
using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Benchmarks.Portal;

/// <summary>
/// What installed plugins cost the first paint of the portal in a real browser: a portal without any beside one with 150, loaded in turn with empty
/// caches. Ends with 1 when it is a tenth or more. Needs Node, and the browser that the end-to-end tests bring.
/// </summary>
internal static class PortalBenchmark
{
    private const int Plugins = 150;
    private const int Rounds = 25;
    private const double MostRatio = 1.10;
    private const string Ready = "{ readModels { lag } }";

    public static async Task<int> RunAsync(string? file)
    {
        var empty = Directory.CreateTempSubdirectory("eventcatalog-nothing-").FullName;
        try
        {
            await using var without = new PortalProcess(new Dictionary<string, string>(StringComparer.Ordinal), "--source", empty);
            await using var with = new PortalProcess(new Dictionary<string, string>(StringComparer.Ordinal), "--source", empty);
            await without.UntilAsync(Ready, _ => true);
            await with.UntilAsync(Ready, _ => true);
            for (var number = 0; number < Plugins; number++)
                await InstallAsync(with.Url, number);

            var paints = await PaintsAsync(without.Url, with.Url);
            var (none, all) = (Median(paints[0]), Median(paints[1]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"first paint, median of {Rounds}: {none:0.0} ms without plugins, {all:0.0} ms with {Plugins}; {all / none:0.000} times, at most {MostRatio:0.00}"));
            if (file is not null)
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, plugins = Plugins, without = paints[0], with = paints[1], ratio = all / none }, JsonSerializerOptions.Web));
            return all / none < MostRatio ? 0 : 1;
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    private static async Task InstallAsync(Uri portal, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"plugin-{number}");
        var script = Encoding.UTF8.GetBytes($"export default {{ components: {{ page: () => 'This is {id}' }} }};");
        var manifest = new PluginManifest(
            id, $"Plugin {number}", "1.0.0", "^1.0", EntityRef.Parse("group:platform"), "index.js", "One of many", ["catalog:read"],
            [
                new PluginExtension(PluginExtensionType.Page, "page", $"Page {number}"),
                new PluginExtension(PluginExtensionType.EntityCard, "card", $"Card {number}", When: new PluginCondition(["component"], null, $"acme.com/{id}")),
                new PluginExtension(PluginExtensionType.Command, "command", $"Command {number}"),
            ],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = PluginFiles.IntegrityOf(script) });
        var archive = PluginArchive.Write(new PluginPackage(manifest, new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["index.js"] = script }));
        using var http = new HttpClient { BaseAddress = portal };
        using var body = new ByteArrayContent(archive) { Headers = { ContentType = new MediaTypeHeaderValue(PluginArchive.MediaType) } };
        using var answer = await http.PostAsync("/api/plugins", body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Milliseconds until the first paint with content, for each address.</summary>
    private static async Task<double[][]> PaintsAsync(params Uri[] portals)
    {
        var script = Path.Combine(Root(), "tests", "EndToEnd.Tests", "browser", "paint.mjs");
        var start = new ProcessStartInfo("node", [script, Rounds.ToString(CultureInfo.InvariantCulture), .. portals.Select(portal => portal.ToString())]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var run = Process.Start(start)!;
        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return run.ExitCode == 0
            ? JsonSerializer.Deserialize<double[][]>(said.Trim().Split('\n')[^1])!
            : throw new InvalidOperationException($"{script} ended with {run.ExitCode}: is Node there, and was tests/EndToEnd.Tests built, which brings the browser's driver?\n{said}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EventCatalog.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("This is not run from a checkout.");
        return folder.FullName;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
