using System.IO.Compression;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;

namespace EventCatalog.Ingestion.Plugins;

/// <summary>A plugin as it travels: a zip archive with <c>plugin.json</c> at its root and the files it lists, nothing else.</summary>
public static class PluginArchive
{
    public const string MediaType = "application/zip";

    // The earliest time a zip archive can say: the same plugin is the same bytes whenever it is packed.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static byte[] Write(PluginPackage package)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, PluginFiles.Manifest, JsonSerializer.SerializeToUtf8Bytes(PluginRules.Write(package.Manifest), Readable));
            foreach (var (path, content) in package.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
                Add(zip, path, content);
        }

        return bytes.ToArray();
    }

    /// <summary>Unpacks and checks; what an archive claims about sizes is not believed.</summary>
    /// <exception cref="RuleViolation">It is no archive of a sound plugin; the message says what is wrong with it.</exception>
    public static PluginPackage Read(byte[] archive)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(archive), ZipArchiveMode.Read);
            return Read(zip);
        }
        catch (InvalidDataException)
        {
            throw new RuleViolation("The plugin is not a zip archive: make one with `eventcatalog plugin pack`");
        }
        catch (JsonException error)
        {
            throw new RuleViolation($"{PluginFiles.Manifest} of the archive is not JSON: {error.Message}");
        }
    }

    private static PluginPackage Read(ZipArchive zip)
    {
        if (zip.Entries.Count > PluginFiles.MostFiles + 1)
            throw new RuleViolation($"The archive has {zip.Entries.Count} entries; {PluginFiles.MostFiles} files are allowed");
        var left = PluginFiles.MostBytes;
        var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            var content = Read(entry, left);
            left -= content.Length;
            if (!entries.TryAdd(entry.FullName, content))
                throw new RuleViolation($"The archive has \"{entry.FullName}\" twice");
        }

        if (!entries.Remove(PluginFiles.Manifest, out var manifest))
            throw new RuleViolation($"The archive has no {PluginFiles.Manifest} at its root: make it with `eventcatalog plugin pack`");
        return Checked(PluginRules.Read(JsonElement.Parse(manifest)), entries);
    }

    private static PluginPackage Checked(PluginManifest manifest, Dictionary<string, byte[]> files)
    {
        if (files.Keys.FirstOrDefault(path => !manifest.Files.ContainsKey(path)) is { } unlisted)
            throw new RuleViolation($"The archive has \"{unlisted}\", which its {PluginFiles.Manifest} does not list");
        foreach (var (path, integrity) in manifest.Files)
        {
            if (!files.TryGetValue(path, out var content))
                throw new RuleViolation($"{PluginFiles.Manifest} lists \"{path}\", which is not in the archive");
            if (!string.Equals(PluginFiles.IntegrityOf(content), integrity, StringComparison.Ordinal))
                throw new RuleViolation($"The bytes of \"{path}\" are not those that {PluginFiles.Manifest} lists ({integrity}); pack the plugin anew");
        }

        return new PluginPackage(manifest, files);
    }

    private static byte[] Read(ZipArchiveEntry entry, int most)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        var buffer = new byte[81_920];
        while (from.Read(buffer) is > 0 and var read)
        {
            to.Write(buffer, 0, read);
            if (to.Length > most)
                throw new RuleViolation($"The plugin is larger than {PluginFiles.MostBytes / 1024 / 1024} MB");
        }

        return to.ToArray();
    }

    private static void Add(ZipArchive zip, string path, byte[] content)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        using var to = entry.Open();
        to.Write(content);
    }
}
