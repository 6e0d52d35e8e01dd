using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>One document, generated, and what graphql-js 17.1.0 answers to it; one line of the recorder's output.</summary>
/// <param name="Stage">How far it came: syntax, invalid, request, executed, or events: a subscription, whose data is the list of its answers' data.</param>
internal sealed record RecordedAnswer(
    string Id,
    string Schema,
    string Text,
    JsonElement Variables,
    string? OperationName,
    string Stage,
    IReadOnlyList<string>? Rules,
    JsonElement Data,
    IReadOnlyList<RecordedError>? Errors);

/// <param name="At">Lines and columns, as <c>2:17</c>.</param>
internal sealed record RecordedError(string Message, IReadOnlyList<string>? At, IReadOnlyList<JsonElement>? Path);

/// <summary>The recorder's last line: how many documents reached which stage, in how many each rule fired, and how many each schema had.</summary>
internal sealed record RecordedCounts(
    [property: JsonPropertyName("graphql")] string Version,
    int Count,
    IReadOnlyDictionary<string, int> Stages,
    IReadOnlyDictionary<string, int> Fired,
    IReadOnlyDictionary<string, int> Schemas);
