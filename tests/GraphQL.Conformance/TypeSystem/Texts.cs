using System.Text.Json;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Compares long texts, and JSON as text.</summary>
internal static class Texts
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Adds the first line that differs, with the lines round it.</summary>
    public static void Compare(string what, string recorded, string answer, List<string> differences)
    {
        if (string.Equals(recorded, answer, StringComparison.Ordinal))
            return;
        var (there, here) = (recorded.Split('\n'), answer.Split('\n'));
        var line = there.Zip(here).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        differences.Add(FormattableString.Invariant($"{what}, line {line + 1}\ngraphql-js:\n{Around(there, line)}\nhere:\n{Around(here, line)}"));
    }

    /// <summary>A line for each property and item; what was escaped, how, and how a number was written does not count.</summary>
    public static string Json(JsonElement element) => JsonSerializer.Serialize(Plain(element), Indented);

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value), StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Number => element.GetDouble() + 0.0,
        _ => element,
    };

    private static string Around(string[] lines, int line) => string.Join('\n', lines.Skip(Math.Max(0, line - 4)).Take(8));
}
