using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace EventCatalog.Ingestion.Formats.Costs;

/// <summary>A row of an export: a charge.</summary>
/// <param name="Day">On which its charge period begins.</param>
public sealed record FocusRow(
    string Provider, string Account, DateOnly Day, string Currency, decimal Billed, decimal Effective, string Category, bool IsCorrection,
    string? Service, string? Resource, string? SubAccount, IReadOnlyDictionary<string, string> Tags);

/// <summary>
/// Cost exports in CSV with the columns of FOCUS 1.0 to 1.3 (<see href="https://focus.finops.org/focus-specification/"/>), read row by row. Only what costs are
/// divided by is looked at; other columns, those of the provider (<c>x_…</c>) among them, may be there or not.
/// </summary>
public static class FocusReader
{
    public const int MostRows = 5_000_000;

    // 1.0 to 1.2 call it ProviderName, 1.3 calls it ServiceProviderName.
    private static readonly string[] ProviderColumns = ["ProviderName", "ServiceProviderName", "InvoiceIssuerName"];
    private static readonly string[] RequiredColumns = ["BilledCost", "BillingAccountId", "BillingCurrency", "ChargeCategory", "ChargePeriodStart"];
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>(StringComparer.Ordinal);

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        MaxRecordSize = 1_000_000,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        PoolStrings = true,
    };

    /// <exception cref="UnreadableReportException">A column is missing or a row is not as it should be; rows before it were given.</exception>
    public static IEnumerable<FocusRow> Read(Stream stream)
    {
        using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
        var columns = Columns.Of(csv);
        for (var rows = 0; Step(csv.Read); rows++)
        {
            if (rows == MostRows)
                throw Refused(csv, $"The export has more than {MostRows} rows; send it in parts of whole days.");
            yield return Row(csv, columns);
        }
    }

    /// <summary>Where in a row the columns stand; -1 for one that is not there.</summary>
    private sealed record Columns(
        int Provider, int Account, int Start, int Currency, int Billed, int Effective, int Category, int Class, int Service, int Resource, int SubAccount, int Tags)
    {
        public static Columns Of(CsvReader csv)
        {
            Step(() =>
            {
                csv.ReadHeader();
                return true;
            });
            var header = csv.Headers.ToArray();
            if (header.Length == 0)
                throw new UnreadableReportException("The export is empty.");
            int Place(string name) => Array.IndexOf(header, name);
            if (RequiredColumns.FirstOrDefault(column => Place(column) < 0) is { } missing)
                throw new UnreadableReportException($"There is no column {missing}; a FOCUS export has {string.Join(", ", RequiredColumns)}.", 1);
            var provider = ProviderColumns.Select(Place).FirstOrDefault(place => place >= 0, -1);
            if (provider < 0)
                throw new UnreadableReportException("There is no column ProviderName (FOCUS 1.0 to 1.2) or ServiceProviderName (1.3).", 1);
            return new Columns(
                provider, Place("BillingAccountId"), Place("ChargePeriodStart"), Place("BillingCurrency"), Place("BilledCost"), Place("EffectiveCost"),
                Place("ChargeCategory"), Place("ChargeClass"), Place("ServiceName"), Place("ResourceId"), Place("SubAccountId"), Place("Tags"));
        }
    }

    private static FocusRow Row(CsvReader csv, Columns columns)
    {
        var start = Required(csv, columns.Start);
        if (!DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day))
            throw Refused(csv, $"ChargePeriodStart \"{XmlReport.Short(start)}\" is no time such as 2026-03-01T00:00:00Z.");
        var billed = Amount(csv, columns.Billed) ?? throw Refused(csv, "BilledCost is empty.");
        return new FocusRow(
            Required(csv, columns.Provider), Required(csv, columns.Account), DateOnly.FromDateTime(day.UtcDateTime), Required(csv, columns.Currency),
            billed, Amount(csv, columns.Effective) ?? billed, Required(csv, columns.Category), Text(csv, columns.Class) is "Correction",
            Text(csv, columns.Service), Text(csv, columns.Resource), Text(csv, columns.SubAccount), Tags(csv, columns.Tags));
    }

    private static decimal? Amount(CsvReader csv, int column) => Text(csv, column) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount
        : throw Refused(csv, $"{csv.Headers[column]} \"{XmlReport.Short(text)}\" is no number.");

    private static IReadOnlyDictionary<string, string> Tags(CsvReader csv, int column)
    {
        if (Text(csv, column) is not { } text || text is "{}")
            return NoTags;
        try
        {
            using var tags = JsonDocument.Parse(text);
            if (tags.RootElement.ValueKind is not JsonValueKind.Object)
                throw Refused(csv, $"Tags {XmlReport.Short(text)} are no object of JSON.");
            var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
            // A key given twice would be two answers to one question: the last counts, as in most readers.
            foreach (var tag in tags.RootElement.EnumerateObject())
                read[tag.Name] = tag.Value.ToString();
            return read;
        }
        catch (JsonException)
        {
            throw Refused(csv, $"Tags {XmlReport.Short(text)} are no JSON.");
        }
    }

    private static string? Text(CsvReader csv, int column) =>
        column >= 0 && csv.GetString(column) is var text && !string.IsNullOrWhiteSpace(text) && text is not "NULL" ? text.Trim() : null;

    private static string Required(CsvReader csv, int column) => Text(csv, column) switch
    {
        null => throw Refused(csv, $"{csv.Headers[column]} is empty."),
        { Length: > 200 } text => throw Refused(csv, $"{csv.Headers[column]} \"{XmlReport.Short(text)}\" is longer than 200 characters."),
        var text when text.Contains('\0', StringComparison.Ordinal) => throw Refused(csv, $"{csv.Headers[column]} holds the character U+0000."),
        var text => text,
    };

    private static UnreadableReportException Refused(CsvReader csv, string reason) => new(reason, csv.LineNumber);

    private static bool Step(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException broken)
        {
            throw new UnreadableReportException(broken.Message, broken.LineNumber is 0 ? null : broken.LineNumber, inner: broken);
        }
    }
}
