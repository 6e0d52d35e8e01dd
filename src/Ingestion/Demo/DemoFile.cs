using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>A file of the demo organisation: the name of its repository and the path inside it.</summary>
internal sealed record DemoFile(string Repository, string Path)
{
    public const string Host = "https://git.example.com/meridian";

    /// <summary>The code host of another invented company; like this one, it cannot exist.</summary>
    public static string HostOf(string company) => $"https://git.example.com/{company}";

    public string RepositoryUrl => $"{Host}/{Repository}";

    /// <summary>Location reference of the file.</summary>
    public string Target => $"git:{RepositoryUrl}#{Path}";

    /// <summary>How many lines a value takes when written as block style YAML, which is how the files of the demo are thought to be written.</summary>
    public static int LinesOf(JsonNode? value) => value switch
    {
        JsonObject members => members.Sum(member => LinesWithin(member.Value)),
        JsonArray items => items.Sum(item => item is JsonObject ? LinesOf(item) : 1),
        _ => 1,
    };

    /// <summary>How many lines of a document, so written, come before a value; before its nearest parent that is there when it is not.</summary>
    public static int LinesBefore(JsonNode document, string pointer)
    {
        var (lines, place) = (0, document);
        foreach (var step in pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (place is not JsonObject members || !members.ContainsKey(step))
                break;
            lines += members.TakeWhile(member => !string.Equals(member.Key, step, StringComparison.Ordinal)).Sum(member => LinesWithin(member.Value));
            if (members[step] is not JsonObject inner)
                break;
            lines++; // the line of the key itself
            place = inner;
        }

        return lines;
    }

    private static int LinesWithin(JsonNode? value) => value switch
    {
        JsonObject { Count: > 0 } or JsonArray { Count: > 0 } => 1 + LinesOf(value),
        JsonValue text when text.TryGetValue<string>(out var written) && written.Contains('\n', StringComparison.Ordinal) =>
            1 + written.TrimEnd('\n').AsSpan().Count('\n') + 1,
        _ => 1,
    };
}
