using System.Text.Json;

namespace EventCatalog.Api.Commands.Diff;

/// <summary>A difference for people: a table for each owner, what nobody owns last.</summary>
internal static class DifferenceText
{
    private static readonly string[] Kinds = ["ADDED", "REMOVED", "RENAMED", "CHANGED"];

    private sealed record Row(string Change, string Entity, string Events, string What);

    public static void Write(string from, string to, IReadOnlyList<JsonElement> changes, TextWriter output)
    {
        var kinds = changes.CountBy(change => Text(change, "kind")!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var counts = Kinds.Where(kinds.ContainsKey).Select(kind => FormattableString.Invariant($"{kinds[kind]} {Word(kind)}")).ToList();
        output.WriteLine($"{(counts.Count == 0 ? "Nothing changed" : string.Join(", ", counts))} between {from} and {to}.");
        foreach (var owned in changes.GroupBy(change => Text(change.GetProperty("entity"), "ownerRef"), StringComparer.Ordinal).OrderBy(owned => owned.Key is null).ThenBy(owned => owned.Key, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine(owned.Key ?? "no owner");
            var rows = owned.SelectMany(Rows).ToList();
            var (entity, events) = (rows.Max(row => row.Entity.Length), rows.Max(row => row.Events.Length));
            foreach (var row in rows)
                output.WriteLine($"  {row.Change,-8} {row.Entity.PadRight(entity)}  {row.Events.PadRight(events)}  {row.What}".TrimEnd());
        }
    }

    /// <summary>One row for each field; the first says of what, and by which events.</summary>
    private static IEnumerable<Row> Rows(JsonElement change)
    {
        var lines = change.GetProperty("fields").EnumerateArray()
            .Select(field => $"{Readable(Text(field, "path")!)}: {Short(field.GetProperty("before"))} -> {Short(field.GetProperty("after"))}").ToList();
        if (Text(change, "previousRef") is { } previous)
            lines.Insert(0, $"was {previous}");
        var events = string.Join(' ', change.GetProperty("events").EnumerateArray().Select(e => $"@{Text(e, "position")}"));
        yield return new Row(Word(Text(change, "kind")!), Text(change, "ref")!, events, lines.FirstOrDefault() ?? "");
        foreach (var line in lines.Skip(1))
            yield return new Row("", "", "", line);
    }

    /// <summary>A JSON pointer as people write paths.</summary>
    private static string Readable(string pointer) =>
        pointer.TrimStart('/').Replace('/', '.').Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Word(string kind) => kind.ToLowerInvariant();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string Short(JsonElement value)
    {
        const int Longest = 60;
        var text = value.ValueKind switch { JsonValueKind.Null => "nothing", JsonValueKind.String => value.GetString()!, _ => value.GetRawText() };
        text = text.ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }
}
