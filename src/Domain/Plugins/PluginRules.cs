using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Descriptors.Rules;

namespace EventCatalog.Domain.Plugins;

/// <summary>Says whether a <c>plugin.json</c> is sound: the schema first, then what a schema cannot say.</summary>
public static class PluginRules
{
    /// <summary>First words of addresses that are the portal's own.</summary>
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "api", "assets", "audit", "catalog", "diff", "events", "graphiql", "graphql", "health", "metrics", "operations", "plugins", "sources", "team", "teams", "webhooks",
    };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly JsonElement Schema = JsonElement.Parse(PluginSchema.Text);

    /// <summary>Reads a manifest with its files.</summary>
    /// <exception cref="RuleViolation">It is not sound; the message says where and why, one line a fault.</exception>
    public static PluginManifest Read(JsonElement written)
    {
        if (JsonSchema.FirstMisfit(Schema, written, "") is { } misfit)
            throw new RuleViolation($"{PluginFiles.Manifest}: {(misfit.Pointer.Length == 0 ? "it" : misfit.Pointer)} {misfit.Message}{Detail(misfit)}{Found(written, misfit.Pointer)}");
        if (!EntityRef.TryParse(written.GetProperty("owner").GetString(), out _))
            throw new RuleViolation($"{PluginFiles.Manifest}: /owner is not a reference such as group:default/platform{Found(written, "/owner")}");
        if (!written.TryGetProperty("files", out _))
            throw new RuleViolation($"{PluginFiles.Manifest} lists no files: pack the plugin with `eventcatalog plugin pack`");
        var manifest = Recall(written);
        var faults = FaultsOf(manifest).ToArray();
        return faults.Length == 0 ? manifest : throw new RuleViolation(string.Join('\n', faults.Select(fault => $"{PluginFiles.Manifest}: {fault}")));
    }

    /// <summary>Reads what was sound once and is held by now, without judging it again.</summary>
    public static PluginManifest Recall(JsonElement held) => held.Deserialize<PluginManifest>(Json)!;

    /// <summary>The words in which a manifest is written.</summary>
    public static JsonElement Write(PluginManifest manifest) => JsonSerializer.SerializeToElement(manifest, Json);

    private static IEnumerable<string> FaultsOf(PluginManifest manifest)
    {
        if (Taken.Contains(manifest.Id))
            yield return $"/id \"{manifest.Id}\" is the address of the portal's own pages; choose another";
        if (manifest.Owner.Kind is not ("group" or "user"))
            yield return $"/owner \"{manifest.Owner}\" is neither a Group nor a User";
        if (!manifest.Files.ContainsKey(manifest.Entry))
            yield return $"/entry \"{manifest.Entry}\" is not one of the files; there are {string.Join(", ", manifest.Files.Keys)}";
        foreach (var path in manifest.Files.Keys.Where(path => PluginFiles.MediaTypeOf(path) is null))
            yield return $"/files \"{path}\" has an ending that is not served; there are {PluginFiles.Endings}";
        foreach (var twice in manifest.Extensions.GroupBy(extension => extension.Id, StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
            yield return $"/extensions has the id \"{twice.Key}\" more than once";
        foreach (var twice in manifest.Extensions.Where(IsPage).GroupBy(page => page.Path ?? "", StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
            yield return $"/extensions has {(twice.Key.Length == 0 ? "more than one page without a path" : $"the path \"{twice.Key}\" more than once")}";
        foreach (var (extension, index) in manifest.Extensions.Select((extension, index) => (extension, index)))
        {
            if (!IsPage(extension) && (extension.Path ?? extension.Icon) is not null)
                yield return $"/extensions/{index} \"{extension.Id}\" has a path or an icon, which only pages have";
            if (extension.Type is not (PluginExtensionType.EntityTab or PluginExtensionType.EntityCard) && extension.When is not null)
                yield return $"/extensions/{index} \"{extension.Id}\" has a condition (when), which only tabs and cards of entities have";
        }
    }

    private static bool IsPage(PluginExtension extension) => extension.Type is PluginExtensionType.Page;

    /// <summary>What the message does not say already.</summary>
    private static string Detail(Misfit misfit) =>
        misfit.Message.Contains(misfit.Detail[(misfit.Detail.IndexOf(' ', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal) ? "" : $" ({misfit.Detail})";

    /// <summary>What is written at a place, where it can be quoted.</summary>
    private static string Found(JsonElement written, string pointer)
    {
        var found = written;
        foreach (var step in pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (found.ValueKind == JsonValueKind.Array)
                found = found[int.Parse(step, CultureInfo.InvariantCulture)];
            else if (!found.TryGetProperty(step, out found))
                return "";
        }

        return found.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array => "",
            JsonValueKind.String => $", not \"{found.GetString()}\"",
            _ => $", not {found.GetRawText()}",
        };
    }
}
