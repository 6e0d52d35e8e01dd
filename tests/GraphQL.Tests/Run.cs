using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EventCatalog.GraphQL.Tests;

/// <summary>Runs documents and shows the answer as its JSON text.</summary>
internal static class Run
{
    public static async Task<string> Json(
        Schema schema, string query, string? variables = null, string? operationName = null, ExecutionOptions? options = null) =>
        Text(await Result(schema, query, variables, operationName, options));

    public static async Task<GraphQLResult> Result(
        Schema schema, string query, string? variables = null, string? operationName = null, ExecutionOptions? options = null)
    {
        var executor = new GraphQLExecutor(schema, options ?? new ExecutionOptions { TellsCost = false });
        return await executor.ExecuteAsync(Request(query, variables, operationName), NoServices.Instance, TestContext.Current.CancellationToken);
    }

    public static GraphQLRequest Request(string query, string? variables = null, string? operationName = null) =>
        new(query, operationName, variables is null ? null : JsonDocument.Parse(variables).RootElement);

    public static string Text(GraphQLResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        result.WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

internal sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;
}
