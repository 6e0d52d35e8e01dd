using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>One document, generated, and what graphql-js 17.1.0 answers to it; one line of the recorder's output.</summary>
/// <param name="Stage">How far it came: syntax, invalid, request, executed; or valid, where execution is not compared.</param>
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

/// <summary>The recorder's last line: how many documents reached which stage, and how often each rule fired.</summary>
internal sealed record RecordedCounts(
    [property: JsonPropertyName("graphql")] string Version, int Count, IReadOnlyDictionary<string, int> Stages, IReadOnlyDictionary<string, int> Fired);
