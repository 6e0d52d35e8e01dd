using EventCatalog.Domain;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.Api.Backstage;

/// <summary>
/// The first two reads of Backstage's catalog API under <c>/api/catalog</c>: an entity by name and facets. The rest of it is still to
/// come; what is here answers as Backstage does.
/// </summary>
public static class BackstageEndpoints
{
    public static void MapBackstage(this IEndpointRouteBuilder app)
    {
        var catalog = app.MapGroup("/api/catalog");
        catalog.MapGet("/entities/by-name/{kind}/{namespace}/{name}", FindAsync);
        catalog.MapGet("/entity-facets", FacetsAsync);
    }

    private static async Task<IResult> FindAsync(
        string kind, string @namespace, string name, BackstageEntities entities, HttpContext http, CancellationToken ct) =>
        await entities.FindAsync(new EntityRef(kind, @namespace, name), ct) is { } entity
            ? TypedResults.Json(entity)
            : Fault(http, StatusCodes.Status404NotFound, "NotFoundError", $"No entity named '{name}' found, with kind '{kind}' in namespace '{@namespace}'");

    private static async Task<IResult> FacetsAsync(string[]? facet, EntityQueries entities, HttpContext http, CancellationToken ct)
    {
        if (facet is null or [])
            return Fault(http, StatusCodes.Status400BadRequest, "InputError", "Missing facet parameter");
        var counted = await entities.FacetsAsync(facet, null, null, AsOf.Present, ct);
        return TypedResults.Ok(new
        {
            facets = counted.ToDictionary(one => one.Path, one => one.Values.OrderBy(value => value.Value, StringComparer.Ordinal), StringComparer.Ordinal),
        });
    }

    private static IResult Fault(HttpContext http, int status, string name, string message) => TypedResults.Json(
        new
        {
            error = new { name, message },
            request = new { method = http.Request.Method, url = $"{http.Request.Path}{http.Request.QueryString}" },
            response = new { statusCode = status },
        },
        statusCode: status);
}
