using System.Globalization;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Instants;

/// <summary>The scalars every read model's fields share, and how they are read and written.</summary>
public static class CatalogScalars
{
    private const string Sdl =
        """"
        """
        An ISO 8601 time in UTC, or a log position written @1234. Root fields that take one take two. `at` as a time: what was true then, as known now. `at` as a
        position: what the log knew when that was its last event. `knownAt` beside a time: what was true then, as far as it had been recorded; alone: what was
        believed to be the present. Everything below a root field answers at the same instant.
        """
        scalar Instant
        "An ISO 8601 time in UTC."
        scalar DateTime
        "A calendar day, YYYY-MM-DD."
        scalar Date
        "kind:namespace/name in lower case; on input the namespace may be left out where it is `default`."
        scalar EntityRef
        "A 64-bit integer as a string of digits."
        scalar Position
        "Any JSON value."
        scalar JSON

        interface Node { id: ID! }

        type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
        """";

    public static SchemaBuilder AddCatalogScalars(this SchemaBuilder schema) => schema
        .Add(Sdl)
        .Scalar("Instant", ParseInstant, (json, value) => json.WriteStringValue(value.ToString()))
        .Scalar("DateTime", value => ParseTime(value, "DateTime"), (json, value) => json.WriteStringValue(Iso((DateTimeOffset)value)))
        .Scalar("Date", ParseDate, (json, value) => json.WriteStringValue(((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
        .Scalar("EntityRef", ParseRef, (json, value) => json.WriteStringValue(value.ToString()))
        .Scalar("Position", ParsePosition, (json, value) => json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)))
        .Scalar("JSON", value => value, WriteJson);

    /// <summary>The text of a time: UTC, with as many fractional digits as it has.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static object? ParseInstant(object? value)
    {
        if (value is string { Length: > 1 } text && text[0] == '@')
        {
            return long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                ? new AsOf.AtPosition(position)
                : throw Bad("Instant", text, "a log position is written @ and digits, such as @1234");
        }

        return new AsOf.AtTime((DateTimeOffset)ParseTime(value, "Instant")!);
    }

    private static object? ParseTime(object? value, string scalar) =>
        value is string text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw Bad(scalar, value, "expected an ISO 8601 time such as 2026-03-01T03:12:00Z");

    private static object? ParseDate(object? value) =>
        value is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Bad("Date", value, "expected a calendar day such as 2026-03-01");

    private static object? ParseRef(object? value)
    {
        if (value is not string text)
            throw Bad("EntityRef", value, "expected kind:namespace/name");
        try
        {
            return EntityRef.Parse(text);
        }
        catch (RuleViolation fault)
        {
            throw new GraphQLError(fault.Message);
        }
    }

    private static object? ParsePosition(object? value) => value switch
    {
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) => position,
        long number and >= 0 => number,
        _ => throw Bad("Position", value, "expected digits"),
    };

    private static void WriteJson(Utf8JsonWriter json, object value)
    {
        if (value is JsonElement element)
            element.WriteTo(json);
        else
            JsonSerializer.Serialize(json, value, value.GetType(), JsonSerializerOptions.Web);
    }

    private static GraphQLError Bad(string scalar, object? value, string hint) => new($"{scalar} cannot represent \"{value}\": {hint}.");
}
