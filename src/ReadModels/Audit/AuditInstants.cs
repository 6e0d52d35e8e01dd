using System.Globalization;
using EventCatalog.Domain;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Audit;

/// <summary>The ends of a range as someone writes them: a position, a time, or a day, which belongs to the range from its beginning to its end (UTC).</summary>
public static class AuditInstants
{
    /// <exception cref="RuleViolation">It is none of these; the message quotes it.</exception>
    public static AsOf? From(string? text) => Read(text);

    /// <inheritdoc cref="From"/>
    public static AsOf? To(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new AsOf.AtTime(new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMicroseconds(-1))
            : Read(text);

    private static AsOf? Read(string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : AsOf.Read(text.Trim()) ?? throw new RuleViolation($"\"{text}\" is no instant: write a position such as @1234, a day such as 2026-03-01, or a time such as 2026-03-01T03:12:00Z");
}
