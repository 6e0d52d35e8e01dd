using System.Globalization;

namespace EventCatalog.ReadModels.Instants;

/// <summary>
/// The instant a question is asked at. Rows that carry <c>seq_from</c>, <c>seq_to</c> (what the log knew) and
/// <c>valid_from</c>, <c>valid_to</c> (when it was true) answer all three.
/// </summary>
public abstract record AsOf
{
    private AsOf() { }

    /// <summary>What is true as far as the read model has followed the log.</summary>
    public sealed record Now : AsOf;

    /// <summary>What the log knew when this was its last event.</summary>
    public sealed record AtPosition(long Position) : AsOf;

    /// <summary>What was true then, as known now.</summary>
    public sealed record AtTime(DateTimeOffset Time) : AsOf;

    public static readonly AsOf Present = new Now();

    /// <summary>The condition that keeps the rows of an alias that held at this instant. It holds no text of a user.</summary>
    public string Holds(string alias) => this switch
    {
        AtPosition at => string.Create(CultureInfo.InvariantCulture, $"({alias}.seq_from <= {at.Position} and {alias}.seq_to > {at.Position})"),
        AtTime at => $"({alias}.valid_from <= '{at.Time.UtcDateTime:O}' and {alias}.valid_to > '{at.Time.UtcDateTime:O}')",
        _ => $"({alias}.seq_to = {VersionColumns.Open})",
    };

    /// <summary>The condition that keeps the rows of an alias that had begun by this instant, whether or not they still held.</summary>
    public string Began(string alias) => this switch
    {
        AtPosition at => string.Create(CultureInfo.InvariantCulture, $"({alias}.seq_from <= {at.Position})"),
        AtTime at => $"({alias}.valid_from <= '{at.Time.UtcDateTime:O}')",
        _ => $"({alias}.seq_from <= {VersionColumns.Open})",
    };

    /// <summary>Reads an ISO 8601 time or a position such as <c>@1234</c>; null when the text is neither.</summary>
    public static AsOf? Read(string text) =>
        text.StartsWith('@')
            ? long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? new AtPosition(position) : null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? new AtTime(time) : null;

    public sealed override string ToString() => this switch
    {
        AtPosition at => string.Create(CultureInfo.InvariantCulture, $"@{at.Position}"),
        AtTime at => at.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ => "now",
    };
}

/// <summary>The four columns of every table that remembers.</summary>
public static class VersionColumns
{
    /// <summary>The <c>seq_to</c> of a row that still holds: the largest bigint.</summary>
    public const string Open = "9223372036854775807";

    /// <summary>The <c>valid_to</c> of a row that still holds: Npgsql writes it as <c>infinity</c>.</summary>
    public static readonly DateTime Infinity = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    public const string Ddl =
        $"""
        seq_from bigint not null, seq_to bigint not null default {Open},
        valid_from timestamptz not null, valid_to timestamptz not null default 'infinity'
        """;
}
