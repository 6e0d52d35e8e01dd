using System.CommandLine;
using System.Text;
using EventCatalog.Api.Hosting;
using EventCatalog.Api.Portal;
using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Api.Commands.Plugins;

internal static class NewVerb
{
    private const string Prefix = "plugin-template/";

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Of the new plugin and its folder, such as hello or cost-report." };
        var target = new Option<string?>("--in") { Description = "Folder to make it in. Default: a new one of its name, here." };
        var owner = new Option<string>("--owner") { Description = "The Group or User who answers for it, such as group:default/platform.", DefaultValueFactory = _ => $"user:default/{Environment.UserName}" };
        var command = new Command("new", "Begin a plugin that runs as it is, without npm: a page with a table and a chart, and the types of the SDK.") { name, target, owner };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(name)!, parsed.GetValue(target), EntityRef.Parse(parsed.GetValue(owner)!, "group"), ct));
        return command;
    }

    private static async Task<int> RunAsync(string id, string? target, EntityRef owner, CancellationToken ct)
    {
        var folder = Path.GetFullPath(target ?? id);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException($"{folder} is not empty; name another folder with --in.");
        var made = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        try
        {
            foreach (var path in Names())
                await File.WriteAllTextAsync(Path.Combine(folder, path), Filled(Template(path), id, owner), ct);
            // What cannot be packed is told now, while nothing is lost by another name.
            await PluginFolder.ReadAsync(folder, ct);
        }
        catch (RuleViolation wrong)
        {
            if (made)
                Directory.Delete(folder, recursive: true);
            throw new UsageException(wrong.Message);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "plugin.schema.json"), PluginSchema.Text + Environment.NewLine, ct);
        CopyTypes(folder);
        Console.WriteLine(
            $"""
            {folder} is a plugin that runs as it is. Bring it to a running portal with

              eventcatalog plugin install {Path.GetRelativePath(Directory.GetCurrentDirectory(), folder)} --portal http://127.0.0.1:7080

            and see it at /{id}. Change index.js, raise the version in plugin.json, install it again: open pages follow.
            """);
        return ExitCodes.Ok;
    }

    private static IEnumerable<string> Names() => typeof(NewVerb).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]);

    private static string Template(string path)
    {
        using var stream = typeof(NewVerb).Assembly.GetManifestResourceStream(Prefix + path)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Filled(string template, string id, EntityRef owner) => template
        .Replace("__ID__", id, StringComparison.Ordinal)
        .Replace("__NAME__", id.Length == 0 ? id : char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' '), StringComparison.Ordinal)
        .Replace("__OWNER__", owner.ToString(), StringComparison.Ordinal);

    /// <summary>The types stand beside the portal's pages; without those the plugin runs all the same.</summary>
    private static void CopyTypes(string folder)
    {
        var types = Path.Combine(PortalFiles.Folder, "sdk");
        if (!Directory.Exists(types))
            return;
        Directory.CreateDirectory(Path.Combine(folder, "sdk"));
        foreach (var file in Directory.EnumerateFiles(types).Where(file => !file.EndsWith(".gz", StringComparison.Ordinal) && !file.EndsWith(".br", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder, "sdk", Path.GetFileName(file)));
    }
}
