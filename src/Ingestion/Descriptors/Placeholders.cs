using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>What the caller read for a placeholder: either <paramref name="Text"/> or <paramref name="Refusal"/> is given.</summary>
/// <param name="Text">The content of the file.</param>
/// <param name="Refusal">Why it could not, or may not, be read; one sentence.</param>
public sealed record PlaceholderText(string? Text, string? Refusal)
{
    public static PlaceholderText Of(string text) => new(text, null);

    public static PlaceholderText Refused(string reason) => new(null, reason);
}

/// <summary>A document with its placeholders replaced: either <paramref name="Root"/> or <paramref name="Fault"/> is given.</summary>
/// <param name="Root">The document.</param>
/// <param name="Fault">Why a placeholder could not be replaced.</param>
/// <param name="Map">Where its values stand; what a placeholder brought stands where the placeholder does.</param>
/// <param name="Targets">What was read, as written in the document, in document order: when one of them changes, the document does.</param>
public sealed record ResolvedDocument(JsonElement? Root, Fault? Fault, SourceMap Map, IReadOnlyList<string> Targets);

/// <summary>
/// Replaces <c>{$text: target}</c>, <c>{$json: target}</c> and <c>{$yaml: target}</c> anywhere in a document by what the target
/// holds. Source: Backstage's PlaceholderProcessor.
/// </summary>
public static class Placeholders
{
    public const string Rule = "placeholders-are-resolvable";

    // Enough for two documents inside each other; what is too deep for the catalog is for its rules to say.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 256 };

    /// <summary>
    /// Only a map of exactly one member is a placeholder; a map that has a member starting with <c>$</c> and is none is left as
    /// it is, with all it holds. What was brought is not looked through again. The first fault ends the work.
    /// </summary>
    /// <param name="root">The document.</param>
    /// <param name="map">Where its values stand.</param>
    /// <param name="read">Reads a target as written; decides what may be read.</param>
    /// <param name="ct">Stops reading; nothing is then answered.</param>
    public static async ValueTask<ResolvedDocument> ResolveAsync(
        JsonElement root,
        SourceMap map,
        Func<string, CancellationToken, ValueTask<PlaceholderText>> read,
        CancellationToken ct)
    {
        var found = new List<Placeholder>();
        Collect(root, "", found);
        if (found.Count == 0)
            return new ResolvedDocument(root, null, map, []);

        var replaced = JsonNode.Parse(root.GetRawText());
        var targets = new List<string>();
        foreach (var placeholder in found)
        {
            if (placeholder.Value.ValueKind != JsonValueKind.String)
                return Refused(placeholder, $"Placeholder {placeholder.Key} expected a string value parameter, in the form of an absolute URL or a relative path");

            var target = placeholder.Value.GetString()!;
            targets.Add(target);
            var content = await read(target, ct);
            if (content.Text is not { } text)
                return Refused(placeholder, $"Placeholder {placeholder.Key} could not read location {target}, {content.Refusal}");
            var (node, fault) = Parse(placeholder.Key, target, text);
            if (fault is not null)
                return Refused(placeholder, fault);
            replaced = Replace(replaced!, placeholder.Steps, node);
        }

        return new ResolvedDocument(
            JsonSerializer.SerializeToElement(replaced, Deep),
            null,
            map.Without([.. found.Select(placeholder => placeholder.Pointer)]),
            targets);

        ResolvedDocument Refused(Placeholder placeholder, string message) =>
            new(null, new Fault(Rule, placeholder.Pointer, message), map, targets);
    }

    private sealed record Placeholder(string Pointer, string Key, JsonElement Value)
    {
        public IEnumerable<string> Steps => Pointer.Split('/').Skip(1)
            .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
    }

    private static void Collect(JsonElement value, string pointer, List<Placeholder> found)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
                Collect(item, $"{pointer}/{index++}", found);
        }

        // The catalog has written its own annotations by then, so the map of a file that has only one member has more.
        if (value.ValueKind != JsonValueKind.Object || (pointer is "/metadata/annotations" && value.EnumerateObject().Any(member => member.Name.StartsWith('$'))))
            return;
        if (!value.EnumerateObject().Any(member => member.Name.StartsWith('$')))
        {
            foreach (var member in value.EnumerateObject())
                Collect(member.Value, $"{pointer}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", found);
        }
        else if (value.GetPropertyCount() == 1 && value.EnumerateObject().First() is { Name: "$text" or "$json" or "$yaml" } only)
        {
            found.Add(new Placeholder(pointer, only.Name, only.Value));
        }
    }

    private static (JsonNode? Node, string? Fault) Parse(string key, string target, string text) => key switch
    {
        "$json" => ParseJson(target, text),
        "$yaml" => ParseYaml(target, text),
        _ => (JsonValue.Create(text), null),
    };

    private static (JsonNode? Node, string? Fault) ParseJson(string target, string text)
    {
        try
        {
            return (JsonNode.Parse(text), null);
        }
        catch (JsonException broken)
        {
            return (null, $"Placeholder $json failed to parse JSON data at {target}, {broken.Message}");
        }
    }

    private static (JsonNode? Node, string? Fault) ParseYaml(string target, string text)
    {
        var (value, count, fault) = DescriptorReader.ReadValue(Encoding.UTF8.GetBytes(text));
        if (count != 1)
            return (null, $"Placeholder $yaml expected to find exactly one document of data at {target}, found {count}");
        return fault is null
            ? (value is { } json ? JsonNode.Parse(json.GetRawText()) : null, null)
            : (null, $"Placeholder $yaml found an error in the data at {target}, {fault}");
    }

    private static JsonNode? Replace(JsonNode root, IEnumerable<string> steps, JsonNode? value)
    {
        var path = steps.ToArray();
        if (path.Length == 0)
            return value;
        var parent = path[..^1].Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!);
        if (parent is JsonArray items)
            items[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        else
            parent[path[^1]] = value;
        return root;
    }
}
