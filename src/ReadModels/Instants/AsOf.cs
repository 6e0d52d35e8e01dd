using System.Globalization;

namespace EventCatalog.ReadModels.Instants;

/// <summary>
/// The instant a question is asked at. Rows that carry <see cref="VersionColumns"/> answer all of them.
/// </summary>
public abstract record AsOf
{
    private AsOf() { }

    /// <summary>What is true as far as the read model has followed the log.</summary>
    public sealed record Now : AsOf;

    /// <summary>What the log knew when this was its last event.</summary>
    public sealed record AtPosition(long Position) : AsOf;

    /// <summary>What was true then.</summary>
    public sealed record AtTime(DateTimeOffset Time) : AsOf
    {
        /// <summary>As the log knew it when this was its last event; null for all it knows.</summary>
        public long? KnownAt { get; init; }
    }

    public static readonly AsOf Present = new Now();

    /// <summary>The condition that keeps the rows of an alias that held at this instant. It holds no text of a user.</summary>
    public string Holds(string alias) => this switch
    {
        AtPosition at => string.Create(CultureInfo.InvariantCulture, $"({alias}.seq_from <= {at.Position} and {alias}.seq_to > {at.Position})"),
        // What ends it may have been recorded after that.
        AtTime { KnownAt: { } known } at => string.Create(
            CultureInfo.InvariantCulture, $"({Known(alias)} and {alias}.valid_from <= {Text(at.Time)} and ({alias}.valid_to > {Text(at.Time)} or {alias}.seq_to > {known}))"),
        AtTime at => $"({alias}.valid_from <= {Text(at.Time)} and {alias}.valid_to > {Text(at.Time)} and {Known(alias)})",
        _ => $"({alias}.seq_to = {VersionColumns.Open})",
    };

    /// <summary>The condition that keeps the rows of an alias that had begun by this instant, whether or not they still held.</summary>
    public string Began(string alias) => this switch
    {
        AtPosition at => string.Create(CultureInfo.InvariantCulture, $"({alias}.seq_from <= {at.Position})"),
        AtTime at => $"({alias}.valid_from <= {Text(at.Time)})",
        _ => $"({alias}.seq_from <= {VersionColumns.Open})",
    };

    /// <summary>The condition that keeps the rows of an alias that are believed of any instant of the kind this is.</summary>
    public string Known(string alias) => this switch
    {
        AtTime { KnownAt: { } known } => string.Create(CultureInfo.InvariantCulture, $"({alias}.seq_from <= {known} and ({alias}.known_to is null or {alias}.known_to > {known}))"),
        AtTime => $"({alias}.known_to is null)",
        _ => $"({alias}.seq_to > {alias}.seq_from)",
    };

    /// <summary>The column by which rows follow one another.</summary>
    public string Begins(string alias) => this is AtTime ? $"{alias}.valid_from" : $"{alias}.seq_from";

    private static string Text(DateTimeOffset time) => $"'{time.UtcDateTime:O}'";

    /// <summary>Reads an ISO 8601 time or a position such as <c>@1234</c>, or what <see cref="ToString"/> wrote; null when the text is none of these.</summary>
    public static AsOf? Read(string text)
    {
        if (text.StartsWith('@'))
            return PositionOf(text) is { } position ? new AtPosition(position) : null;
        var parts = text.Split(KnownMark);
        var known = parts.Length == 2 ? PositionOf(parts[1]) : null;
        if (parts.Length > 2 || (parts.Length == 2 && known is null))
            return null;
        return DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new AtTime(time) { KnownAt = known }
            : null;
    }

    private static long? PositionOf(string text) =>
        text.StartsWith('@') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    private const string KnownMark = " known ";

    /// <summary>Tells any two instants apart.</summary>
    public sealed override string ToString() => this switch
    {
        AtPosition at => string.Create(CultureInfo.InvariantCulture, $"@{at.Position}"),
        AtTime { KnownAt: { } known } at => string.Create(CultureInfo.InvariantCulture, $"{CatalogScalars.Iso(at.Time)}{KnownMark}@{known}"),
        AtTime at => CatalogScalars.Iso(at.Time),
        _ => "now",
    };
}

/// <summary>
/// The columns of every table that remembers: <c>seq_from</c>, <c>seq_to</c> are the positions between which the row was the present, the same twice where
/// it never was; <c>valid_from</c>, <c>valid_to</c> when it was true at the source; <c>known_to</c> the late event from which on it is known to have been
/// otherwise, null where it is still believed. It is known from <c>seq_from</c> on, and its end from <c>seq_to</c> on.
/// </summary>
public static class VersionColumns
{
    /// <summary>The <c>seq_to</c> of a row that still holds: the largest bigint.</summary>
    public const string Open = "9223372036854775807";

    /// <summary>The <c>valid_to</c> of a row that still holds: Npgsql writes it as <c>infinity</c>.</summary>
    public static readonly DateTime Infinity = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    public const string Ddl =
        $"""
        seq_from bigint not null, seq_to bigint not null default {Open},
        valid_from timestamptz not null, valid_to timestamptz not null default 'infinity', known_to bigint
        """;
}
