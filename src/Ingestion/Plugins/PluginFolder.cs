using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;

namespace EventCatalog.Ingestion.Plugins;

/// <summary>A plugin as its author has it: a folder with a <c>plugin.json</c>, which lists no files, and its files.</summary>
public static class PluginFolder
{
    private const string Dependencies = "node_modules";

    /// <summary>
    /// Takes every file of a kind that is served, at any depth, and writes its hash into the manifest. Left out are names that begin with a dot, and
    /// <c>node_modules</c>.
    /// </summary>
    /// <exception cref="RuleViolation">There is no sound manifest, or too much beside it.</exception>
    public static async Task<PluginPackage> ReadAsync(string folder, CancellationToken ct)
    {
        var place = Path.Combine(folder, PluginFiles.Manifest);
        if (!File.Exists(place))
            throw new RuleViolation($"{place} is missing: name the folder of a plugin, or begin one with `eventcatalog plugin new`");
        var written = Parse(await File.ReadAllTextAsync(place, ct), place);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in PathsIn(folder))
        {
            if (files.Count == PluginFiles.MostFiles || files.Values.Sum(bytes => (long)bytes.Length) > PluginFiles.MostBytes)
                throw new RuleViolation($"{folder} has more than {PluginFiles.MostFiles} files or {PluginFiles.MostBytes / 1024 / 1024} MB: is it the folder of the plugin?");
            files.Add(path, await File.ReadAllBytesAsync(Path.Combine(folder, path), ct));
        }

        written["files"] = new JsonObject(files.Select(file => KeyValuePair.Create<string, JsonNode?>(file.Key, PluginFiles.IntegrityOf(file.Value))));
        return new PluginPackage(PluginRules.Read(JsonSerializer.SerializeToElement(written)), files);
    }

    private static IEnumerable<string> PathsIn(string folder, string below = "")
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo && entry.Name is not Dependencies && entry.LinkTarget is null)
            {
                foreach (var path in PathsIn(entry.FullName, $"{below}{entry.Name}/"))
                    yield return path;
            }
            else if (entry is FileInfo && PluginFiles.MediaTypeOf(entry.Name) is not null)
            {
                yield return below + entry.Name;
            }
        }
    }

    private static JsonObject Parse(string text, string place)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new RuleViolation($"{place} is not a JSON object");
        }
        catch (JsonException error)
        {
            throw new RuleViolation($"{place} is not JSON: {error.Message}");
        }
    }
}
