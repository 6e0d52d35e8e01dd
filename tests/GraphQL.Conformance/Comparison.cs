using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>Gives the engine what graphql-js was given and compares how far both came, the data to the letter, and the errors.</summary>
internal static class Comparison
{
    /// <returns>What differs, both sides in full; null when nothing does.</returns>
    public static async Task<string?> DifferenceAsync(RecordedAnswer recorded, CancellationToken ct)
    {
        var (stage, data, errors) = await AnswerAsync(recorded, ct);
        var recordedData = recorded.Data.ValueKind == JsonValueKind.Undefined ? "" : Json(recorded.Data);
        var missing = (recorded.Errors ?? []).Select(Text).ToList();
        var added = new List<string>();
        foreach (var error in errors.Select(Text))
        {
            if (!missing.Remove(error))
                added.Add(error);
        }

        var isSame = string.Equals(stage, recorded.Stage, StringComparison.Ordinal) && string.Equals(data, recordedData, StringComparison.Ordinal);
        if ((isSame && missing.Count == 0 && added.Count == 0)
            || ((isSame || added.Count > 0) && AcceptedDifferences.Explain(recorded.Text, missing, added, errors)))
        {
            return null;
        }

        return $"{recorded.Id} on {recorded.Schema}\n{recorded.Text}\nvariables {recorded.Variables}\n"
            + Side("graphql-js", recorded.Stage, recordedData, missing) + Side("here", stage, data, added);
    }

    /// <param name="waits">Whether a share of the resolvers answers later.</param>
    public static ValueTask<GraphQLResult> ExecuteAsync(RecordedAnswer recorded, bool waits, CancellationToken ct) =>
        MockSchema.Executor(recorded.Schema, waits)
            .ExecuteAsync(new GraphQLRequest(recorded.Text, recorded.OperationName, recorded.Variables), NoServices.Instance, ct);

    public static string Data(GraphQLResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        result.WriteTo(buffer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return Json(document.RootElement.GetProperty("data"));
    }

    /// <summary>Written anew, so that only what is said counts, not which characters were escaped.</summary>
    public static string Json(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            element.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static async Task<(string Stage, string Data, IReadOnlyList<GraphQLError> Errors)> AnswerAsync(RecordedAnswer recorded, CancellationToken ct)
    {
        DocumentNode document;
        try
        {
            document = Parser.Parse(recorded.Text);
        }
        catch (GraphQLSyntaxError error)
        {
            return ("syntax", "", [error]);
        }

        var faults = DocumentValidator.Validate(MockSchema.Executor(recorded.Schema).Schema, document);
        if (faults.Count > 0)
            return ("invalid", "", faults);
        if (string.Equals(recorded.Stage, "valid", StringComparison.Ordinal))
            return ("valid", "", []);
        var result = await ExecuteAsync(recorded, waits: false, ct);
        return result.IsRequestError ? ("request", "", result.Errors) : ("executed", Data(result), result.Errors);
    }

    private static string Side(string name, string stage, string data, List<string> errors) =>
        $"{name}: {stage} {data}\n{string.Concat(errors.Select(e => $"  only there: {e}\n"))}";

    private static string Text(RecordedError error) =>
        $"{AcceptedDifferences.Plain(error.Message)} at {string.Join(' ', error.At ?? [])} path {string.Join('.', (error.Path ?? []).Select(p => p.ToString()))}";

    private static string Text(GraphQLError error) =>
        $"{AcceptedDifferences.Plain(error.Message)} at {string.Join(' ', error.Locations.Select(l => FormattableString.Invariant($"{l.Line}:{l.Column}")))} path {string.Join('.', (error.Path ?? []).Select(p => Convert.ToString(p, CultureInfo.InvariantCulture)))}";

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
