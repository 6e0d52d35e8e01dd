using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EventCatalog.Api.Gates;

/// <param name="Entity">The reference of what is about to be deployed.</param>
/// <param name="Actor">Who asks, for the log; the pipeline's name, say.</param>
public sealed record GateQuestion(string? Entity, string? Actor);

/// <summary>Gates for pipelines: <c>POST /api/gate/deploy</c> with <c>{"entity": "component:default/cart"}</c>.</summary>
public static class GateEndpoints
{
    public static void MapGates(this IEndpointRouteBuilder app) => app.MapPost("/api/gate/deploy", DeployAsync);

    /// <summary>200 with the answer, be it yes or no; 400 for no reference, 503 when it cannot know.</summary>
    private static async Task<Results<Ok<GateAnswer>, ProblemHttpResult>> DeployAsync(GateQuestion question, DeployGates gates, OpenCatalog catalog, CancellationToken ct)
    {
        if (catalog.IsReadOnly)
            return TypedResults.Problem("This portal is read-only and cannot record a decision; ask an ordinary portal of this catalog.", statusCode: StatusCodes.Status503ServiceUnavailable);
        if (!EntityRef.TryParse(question.Entity, out var entity))
        {
            return TypedResults.Problem(
                $"\"{question.Entity}\" is no reference; send {{\"entity\": \"component:default/cart\"}} with the kind, the namespace and the name.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            return TypedResults.Ok(await gates.DecideAsync(entity, string.IsNullOrWhiteSpace(question.Actor) ? "gate" : question.Actor.Trim(), ct));
        }
        catch (GateClosedException closed)
        {
            return TypedResults.Problem(closed.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
