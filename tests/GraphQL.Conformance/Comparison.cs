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
        var recordedData = RecordedData(recorded);
        var missing = (recorded.Errors ?? []).ToList();
        var added = new List<GraphQLError>();
        foreach (var error in errors)
        {
            var same = missing.FindIndex(m => string.Equals(Text(m), Text(error), StringComparison.Ordinal));
            if (same >= 0)
                missing.RemoveAt(same);
            else
                added.Add(error);
        }

        var isSame = string.Equals(stage, recorded.Stage, StringComparison.Ordinal) && string.Equals(data, recordedData, StringComparison.Ordinal);
        if ((isSame && missing.Count == 0 && added.Count == 0)
            || ((isSame || added.Count > 0) && AcceptedDifferences.Explain(recorded, missing, added, errors)))
        {
            return null;
        }

        return $"{recorded.Id} on {recorded.Schema}\n{recorded.Text}\nvariables {recorded.Variables}\n"
            + Side("graphql-js", recorded.Stage, recordedData, missing.Select(Text)) + Side("here", stage, data, added.Select(Text));
    }

    /// <param name="waits">Whether a share of the resolvers answers later.</param>
    public static ValueTask<GraphQLResult> ExecuteAsync(RecordedAnswer recorded, bool waits, CancellationToken ct) =>
        MockSchema.Executor(recorded.Schema, waits).ExecuteAsync(Request(recorded), NoServices.Instance, ct);

    public static string Data(GraphQLResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        result.WriteTo(buffer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return Json(document.RootElement.GetProperty("data"));
    }

    public static string RecordedData(RecordedAnswer recorded) =>
        recorded.Data.ValueKind == JsonValueKind.Undefined ? "" : AcceptedDifferences.PlainData(Json(recorded.Data));

    // Written anew, so that only what is said counts, not which characters were escaped.
    private static string Json(JsonElement element)
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
        if (MockSchema.Executor(recorded.Schema).FindOperationType(Request(recorded)) == OperationType.Subscription)
            return await StreamAsync(recorded, ct);
        var result = await ExecuteAsync(recorded, waits: false, ct);
        return result.IsRequestError ? ("request", "", result.Errors) : ("executed", Data(result), result.Errors);
    }

    private static async Task<(string Stage, string Data, IReadOnlyList<GraphQLError> Errors)> StreamAsync(RecordedAnswer recorded, CancellationToken ct)
    {
        var opened = MockSchema.Executor(recorded.Schema).Subscribe(Request(recorded), NoServices.Instance, rootValue: null, ct);
        if (opened.Refusal is not null)
            return ("request", "", opened.Refusal.Errors);
        var data = new List<string>();
        var errors = new List<GraphQLError>();
        await foreach (var answer in opened.Results)
        {
            data.Add(Data(answer));
            errors.AddRange(answer.Errors);
        }

        return ("events", $"[{string.Join(',', data)}]", errors);
    }

    private static GraphQLRequest Request(RecordedAnswer recorded) => new(recorded.Text, recorded.OperationName, recorded.Variables);

    private static string Side(string name, string stage, string data, IEnumerable<string> errors) =>
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
