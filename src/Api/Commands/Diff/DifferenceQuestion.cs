using System.Text.Json;
using EventCatalog.Api.GraphQL;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.Commands.Diff;

/// <summary>Asks for a difference as any client of the API does, page by page.</summary>
internal sealed class DifferenceQuestion(AskedCatalog catalog)
{
    private const string Document =
        """
        query($from: Instant!, $to: Instant!, $where: EntityFilter, $after: String) {
          diff(from: $from, to: $to, where: $where, first: 1000, after: $after) {
            pageInfo { hasNextPage endCursor }
            nodes {
              kind ref previousRef entity { ownerRef } fields { path before after }
              events { position type effectiveAt cause { actor commit } }
            } } }
        """;

    /// <summary>Every line of the difference, as the API answers it.</summary>
    /// <exception cref="UsageException">The filter is not one of the schema.</exception>
    public async Task<IReadOnlyList<JsonElement>> AskAsync(string from, string to, object? where, CancellationToken ct)
    {
        Exception? bug = null;
        // Limits are there for strangers.
        var executor = new GraphQLExecutor(
            CatalogSchema.Build(readOnly: true),
            new ExecutionOptions { MaxCost = long.MaxValue, MaxAnswerSize = int.MaxValue, Timeout = TimeSpan.FromMinutes(5), OnError = (error, _) => bug = error });
        var changes = new List<JsonElement>();
        string? after = null;
        do
        {
            var variables = JsonSerializer.SerializeToElement(new { from, to, where, after });
            using var result = await executor.ExecuteAsync(new GraphQLRequest(Document, null, variables, null), catalog.Services, ct);
            if (result.Errors is [var error, ..])
                throw bug ?? new UsageException(error.Message);
            var page = JsonElement.Parse(result.Json.Span).GetProperty("data").GetProperty("diff");
            changes.AddRange(page.GetProperty("nodes").EnumerateArray());
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);
        return changes;
    }
}
