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
        string kind, string @namespace, string name, BackstageEntities entities, EntityQueries names, HttpContext http, CancellationToken ct)
    {
        var asked = new EntityRef(kind, @namespace, name);
        if (await entities.FindAsync(asked, ct) is not { } entity)
            return Fault(http, StatusCodes.Status404NotFound, "NotFoundError", $"No entity named '{name}' found, with kind '{kind}' in namespace '{@namespace}'");
        if (await names.RedirectAsync(asked.ToString(), ct) is { } redirect)
        {
            // The body is the entity under its new name: clients that read no headers go on working.
            http.Response.Headers.Location = $"/api/catalog/entities/by-name/{EntityRef.Parse(redirect.Ref).ToString().Replace(':', '/')}";
            http.Response.Headers["EventCatalog-Renamed-At"] = FormattableString.Invariant($"{redirect.Position}");
        }

        return TypedResults.Json(entity);
    }

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
