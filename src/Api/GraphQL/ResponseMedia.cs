using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EventCatalog.Api.GraphQL;

/// <summary>The media types an answer can have, and the choice among them.</summary>
public static class ResponseMedia
{
    public const string GraphQLResponse = "application/graphql-response+json";
    public const string Json = "application/json";

    /// <summary>
    /// What the caller likes best: highest quality, then named outright rather than by a wildcard, then the GraphQL type.
    /// Without a preference it is JSON, for the callers of old. Null when neither will do.
    /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
    /// </summary>
    public static string? Choose(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return null;
        var graphql = Match(GraphQLResponse, ranges);
        var json = Match(Json, ranges);
        if (graphql.Quality <= 0 && json.Quality <= 0)
            return null;
        var (named, wildcard) = (graphql.CompareTo(json), graphql.Specificity < Exact);
        return named > 0 || (named == 0 && !wildcard) ? GraphQLResponse : Json;
    }

    private const int Exact = 3;

    /// <summary>The quality given by the most specific range that covers a type; 0 when none does.</summary>
    private static (double Quality, int Specificity) Match(string type, IEnumerable<MediaTypeHeaderValue> ranges)
    {
        var best = (Quality: 0d, Specificity: 0);
        foreach (var range in ranges)
        {
            var specificity = range switch
            {
                { MatchesAllTypes: true } => 1,
                { MatchesAllSubTypes: true } => range.Type.Equals("application", StringComparison.OrdinalIgnoreCase) ? 2 : 0,
                _ => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? Exact : 0,
            };
            // We write nothing but UTF-8.
            if (range.Charset.HasValue && !IsUtf8(range.Charset))
                continue;
            if (specificity > best.Specificity)
                best = (range.Quality ?? 1, specificity);
        }

        return best;
    }

    public static bool IsUtf8(StringSegment charset)
    {
        var name = HeaderUtilities.RemoveQuotes(charset);
        return name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase);
    }
}
