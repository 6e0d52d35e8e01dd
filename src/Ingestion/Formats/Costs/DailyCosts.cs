using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventCatalog.Domain.Costs;

namespace EventCatalog.Ingestion.Formats.Costs;

/// <summary>What an account cost on one day, in one currency.</summary>
public sealed record CostDay(string Provider, string Account, DateOnly Day, string Currency, decimal Billed, decimal Effective, int Rows, IReadOnlyList<CostLine> Lines)
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines as their body holds them; the same export gives the same bytes, in whatever order its rows stand.</summary>
    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(Lines, Stored);

    public static IReadOnlyList<CostLine> Read(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<List<CostLine>>(body, Stored) ?? [];
}

/// <summary>
/// Adds up the rows of an export: 200,000 rows become some hundred days, and as many lines a day as there are services, resources and sets of tags. No unit is lost:
/// sums are of decimals, and nothing is rounded.
/// </summary>
public static class DailyCosts
{
    public static IReadOnlyList<CostDay> Of(IEnumerable<FocusRow> rows)
    {
        var days = new Dictionary<(string Provider, string Account, DateOnly Day, string Currency), Dictionary<string, CostLine>>();
        foreach (var row in rows)
        {
            var key = (row.Provider, row.Account, row.Day, row.Currency);
            if (!days.TryGetValue(key, out var lines))
                days[key] = lines = new Dictionary<string, CostLine>(StringComparer.Ordinal);
            var line = KeyOf(row);
            lines[line] = lines.TryGetValue(line, out var before)
                ? before with { Billed = before.Billed + row.Billed, Effective = before.Effective + row.Effective, Rows = before.Rows + 1 }
                : new CostLine(row.Service, row.Resource, row.SubAccount, row.Category, row.IsCorrection, row.Tags, row.Billed, row.Effective, 1);
        }

        return
        [
            .. days.OrderBy(day => day.Key.Day).ThenBy(day => day.Key.Provider, StringComparer.Ordinal)
                .ThenBy(day => day.Key.Account, StringComparer.Ordinal).ThenBy(day => day.Key.Currency, StringComparer.Ordinal)
                .Select(day => new CostDay(
                    day.Key.Provider, day.Key.Account, day.Key.Day, day.Key.Currency,
                    day.Value.Values.Sum(line => line.Billed), day.Value.Values.Sum(line => line.Effective), day.Value.Values.Sum(line => line.Rows),
                    [.. day.Value.OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => line.Value)])),
        ];
    }

    private static string KeyOf(FocusRow row)
    {
        var key = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string?>)[row.Service, row.Resource, row.SubAccount, row.Category, row.IsCorrection ? "c" : ""])
            key.Append(part).Append('\u001F');
        foreach (var (name, value) in row.Tags)
            key.Append(name).Append('\u001E').Append(value).Append('\u001F');
        return key.ToString();
    }
}
