using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Events;

namespace EventCatalog.ReadModels.Audit;

/// <summary>Events for people: a line each, in words, as CSV (RFC 4180). Proves nothing by itself; the hash in the last column is the event's.</summary>
public sealed class EventTable(EventLog log)
{
    private const int PageSize = 1000;
    private const string Head = "position,recorded at,effective at,actor,entity,event,what,source,hash";

    /// <summary>Writes the events of some positions, oldest first.</summary>
    /// <param name="streams">Only of these; of all when null.</param>
    /// <returns>How many.</returns>
    public async Task<long> WriteAsync(Stream to, PositionRange range, IReadOnlyList<string>? streams, CancellationToken ct)
    {
        var wanted = streams?.ToHashSet(StringComparer.Ordinal);
        var written = 0L;
        await using var text = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(Head);
        var after = range.From - 1;
        while (after < range.To && await log.ReadAsync(after, PageSize, ct) is { Count: > 0 } page)
        {
            foreach (var recorded in page.Where(each => each.Position <= range.To && wanted?.Contains(each.Stream) is not false))
            {
                await text.WriteLineAsync(Line(recorded));
                written++;
            }

            after = page[^1].Position;
            await text.FlushAsync(ct);
        }

        return written;
    }

    private static string Line(RecordedEvent recorded)
    {
        var entity = EventsProjection.EntityOf(recorded) ?? "";
        return string.Join(',', new[]
        {
            recorded.Position.ToString(CultureInfo.InvariantCulture),
            Time(recorded.RecordedAt),
            Time(recorded.EffectiveAt),
            recorded.Actor,
            entity,
            recorded.Type,
            EventWords.Of(recorded.Data, entity),
            Place(recorded.Source),
            recorded.Hash,
        }.Select(Cell));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Place(EventSource? source) => source is null
        ? ""
        : source.Url ?? string.Join(' ', new[] { source.Repository, source.Commit, source.Path is null ? null : $"{source.Path}{(source.Line is { } line ? $":{line.ToString(CultureInfo.InvariantCulture)}" : "")}" }.Where(part => part is not null));

    /// <summary>A spreadsheet takes what begins like a formula for one: an apostrophe before it says it is text.</summary>
    private static string Cell(string value)
    {
        var safe = value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal) ? $"'{value}" : value;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>What an event says, in words, whatever event it is.</summary>
internal static class EventWords
{
    private const int Longest = 200;

    private static readonly string[] First = ["from", "to"];

    /// <param name="entity">Stands beside the words, and is left out of them.</param>
    public static string Of(JsonElement data, string entity) => data.ValueKind is JsonValueKind.Object
        ? string.Join("; ", data.EnumerateObject()
            .Select(member => (member.Name, Words: Value(member.Value)))
            .Where(member => member.Words.Length > 0 && !string.Equals(member.Words, entity, StringComparison.Ordinal))
            .OrderBy(member => Array.IndexOf(First, member.Name) is >= 0 and var place ? place : First.Length)
            .Select(member => $"{member.Name} {member.Words}"))
        : Value(data);

    /// <summary>Empty for what is too large for a line.</summary>
    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > Longest } text ? text[..Longest] + "…" : value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Item)),
        JsonValueKind.Null => "none",
        JsonValueKind.Object => "",
        _ => value.GetRawText(),
    };

    private static string Item(JsonElement item) =>
        item.ValueKind is JsonValueKind.Object && item.TryGetProperty("path", out var path) && path.ValueKind is JsonValueKind.String ? path.GetString()! : Value(item);
}
