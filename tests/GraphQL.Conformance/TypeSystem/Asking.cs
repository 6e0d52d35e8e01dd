using System.Buffers;
using System.Text.Json;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Asks a schema one document, with every limit off.</summary>
internal static class Asking
{
    private static readonly ExecutionOptions Unlimited = new()
    {
        MaxTokens = int.MaxValue, MaxDepth = int.MaxValue, MaxAliases = int.MaxValue, MaxRootFields = int.MaxValue, MaxCost = long.MaxValue, TellsCost = false,
    };

    public static GraphQLExecutor Executor(Schema schema) => new(schema, Unlimited);

    /// <returns>The answer as its JSON.</returns>
    public static JsonElement Ask(GraphQLExecutor executor, string query, JsonElement? variables = null)
    {
        var result = executor.ExecuteAsync(new GraphQLRequest(query, null, variables), NoServices.Instance, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var buffer = new ArrayBufferWriter<byte>();
        result.WriteTo(buffer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <returns>The errors of an answer as the recorders write theirs.</returns>
    public static List<RecordedError> Errors(JsonElement answer) =>
        answer.TryGetProperty("errors", out var list) ? [.. list.EnumerateArray().Select(Error)] : [];

    private static RecordedError Error(JsonElement error) => new(
        error.GetProperty("message").GetString()!,
        error.TryGetProperty("locations", out var places) ? [.. places.EnumerateArray().Select(l => $"{l.GetProperty("line")}:{l.GetProperty("column")}")] : null,
        error.TryGetProperty("path", out var path) ? [.. path.EnumerateArray()] : null);

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
