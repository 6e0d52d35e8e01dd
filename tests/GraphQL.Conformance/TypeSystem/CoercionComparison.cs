using System.Text.Json;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>What a position makes of a literal, of a variable's value, of a variable's default, and of what a resolver answers.</summary>
internal sealed class CoercionComparison : ILineComparison
{
    private GraphQLExecutor? executor;

    private sealed record Recorded(string Query, JsonElement? Variables, IReadOnlyList<RecordedError>? Errors);

    public string? Difference(JsonElement line)
    {
        if (line.TryGetProperty("sdl", out var sdl))
        {
            executor = Asking.Executor(Build(sdl.GetString()!, [.. line.GetProperty("values").EnumerateArray()]));
            return null;
        }

        var recorded = line.Deserialize<Recorded>(FreshDocuments.Json)!;
        var answer = Asking.Ask(executor!, recorded.Query, recorded.Variables);
        var (there, here) = (Text(line, recorded.Errors ?? []), Text(answer, Asking.Errors(answer)));
        return string.Equals(there, here, StringComparison.Ordinal) || IsTooLarge(recorded.Query, here) ? null : $"{recorded.Query} {recorded.Variables}\n  graphql-js {there}\n  here       {here}";
    }

    // Decision T8.
    private static bool IsTooLarge(string query, string here) =>
        (query.Contains("1e309", StringComparison.Ordinal) || query.Contains("-1e400", StringComparison.Ordinal))
        && (here.Contains("Float cannot represent non numeric value: ", StringComparison.Ordinal) || here.Contains("it is too large.", StringComparison.Ordinal));

    private static Schema Build(string sdl, IReadOnlyList<JsonElement> values)
    {
        var builder = new SchemaBuilder().Add(sdl);
        foreach (var field in builder.Build().QueryType!.Fields.Values)
        {
            builder.Field<object>(field.ToString(), field.Arguments.ContainsKey("n")
                ? (_, context) => values[context.Argument<int>("n")]
                : (_, context) => context.TryArgument<object?>("v", out var value)
                    ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["v"] = value }
                    : new Dictionary<string, object?>(StringComparer.Ordinal));
        }

        return builder.Build();
    }

    private static string Text(JsonElement answer, IReadOnlyList<RecordedError> errors)
    {
        var data = answer.TryGetProperty("data", out var given) ? Texts.Json(given) : "none";
        return $"{data} {string.Join("; ", errors.Select(Places.Text).Order(StringComparer.Ordinal))}".Replace("\n", "", StringComparison.Ordinal);
    }
}
