using System.Text.Json;
using System.Text.Json.Serialization;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.Ingestion;
using EventCatalog.ReadModels.Backstage;

namespace EventCatalog.Api.Backstage;

/// <summary>
/// The REST API of Backstage's catalog under <c>/api/catalog</c>, so that its clients work unchanged. Reads also take <c>at</c>, a time or a position.
/// Source: <c>@backstage/plugin-catalog-backend</c> 4.0.0.
/// </summary>
public static class BackstageEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static IServiceCollection AddBackstage(this IServiceCollection services) => services
        .AddSingleton<AnswerCache>()
        .AddSingleton<EntityReads>()
        .AddSingleton<EntityPages>()
        .AddSingleton<Locations>()
        .AddSingleton<Judgements>();

    public static void MapBackstage(this IEndpointRouteBuilder app)
    {
        var catalog = app.MapGroup("/api/catalog");
        var services = app.ServiceProvider;
        MapReads(catalog, services.GetRequiredService<EntityReads>(), services.GetRequiredService<EntityPages>(), services.GetRequiredService<AnswerCache>());
        MapLocations(catalog, services.GetRequiredService<Locations>(), services.GetRequiredService<OpenCatalog>().IsReadOnly);
        MapEntityChanges(catalog, services, services.GetRequiredService<OpenCatalog>().IsReadOnly);
        catalog.Map("/{**path}", On(_ => throw Fault.NotFound("The catalog's REST API has no such path")));
    }

    private static void MapReads(RouteGroupBuilder catalog, EntityReads entities, EntityPages pages, AnswerCache cache)
    {
        catalog.MapGet("/entities", On(entities.ListAsync));
        catalog.MapGet("/entities/by-query", Kept(pages.ByParametersAsync));
        catalog.MapPost("/entities/by-query", Kept(pages.ByBodyAsync));
        catalog.MapGet("/entities/by-uid/{uid}", Kept(entities.ByUidAsync));
        catalog.MapGet("/entities/by-name/{kind}/{namespace}/{name}", On(async asked =>
        {
            // Only bodies are kept: an answer that leads to another name has headers, so that it is made each time.
            var kept = await cache.GetAsync(asked.Key, () => entities.ByNameAsync(asked));
            await JsonAnswer.SendAsync(asked.Http, kept.Length > 0 ? kept : await entities.ByFormerNameAsync(asked));
        }));
        catalog.MapGet("/entities/by-name/{kind}/{namespace}/{name}/ancestry", Kept(entities.AncestryAsync));
        catalog.MapPost("/entities/by-refs", On(async asked => await JsonAnswer.SendAsync(asked.Http, await entities.ByRefsAsync(asked))));
        catalog.MapGet("/entity-facets", Kept(pages.FacetsByParametersAsync));
        catalog.MapPost("/entity-facets", Kept(pages.FacetsByBodyAsync));

        RequestDelegate Kept(Func<Question, Task<byte[]>> answer) =>
            On(async asked => await JsonAnswer.SendAsync(asked.Http, await cache.GetAsync(asked.Key, () => answer(asked))));
    }

    private static void MapLocations(RouteGroupBuilder catalog, Locations locations, bool isReadOnly)
    {
        catalog.MapGet("/locations", On(async asked => await SendAsync(asked, StatusCodes.Status200OK, (await locations.AllAsync(asked.Ct)).Select(location => new { data = location }))));
        catalog.MapPost("/locations/by-query", On(async asked =>
        {
            var (items, totalItems, nextCursor) = LocationQuery.Of(asked.Body()).Of(await locations.AllAsync(asked.Ct));
            await SendAsync(asked, StatusCodes.Status200OK, new { items, totalItems, pageInfo = new { nextCursor } });
        }));
        catalog.MapGet("/locations/{id}", On(async asked => await SendAsync(asked, StatusCodes.Status200OK, await locations.FindAsync(asked.Text("id")!, asked.Ct))));
        catalog.MapGet("/locations/by-entity/{kind}/{namespace}/{name}", On(async asked => await SendAsync(asked, StatusCodes.Status200OK,
            await locations.OfEntityAsync(new EntityRef(asked.Text("kind")!, asked.Text("namespace")!, asked.Text("name")!), asked.Ct))));
        catalog.MapPost("/locations", On(async asked =>
        {
            var input = InputOf(asked.Body());
            if (asked.Text("dryRun")?.ToLowerInvariant() is "true" or "yes" or "y" or "1")
            {
                await SendAsync(asked, StatusCodes.Status201Created, await locations.PreviewAsync(input, asked.Ct));
                return;
            }

            RequireWritable(asked, isReadOnly);
            var refresh = asked.Text("onConflict") switch
            {
                null or "reject" => false,
                "refresh" => true,
                var other => throw Fault.Input($"Invalid onConflict \"{other}\", expected one of: reject, refresh"),
            };
            var location = await locations.AddAsync(input, refresh, asked.Ct);
            await SendAsync(asked, StatusCodes.Status201Created, new { location, entities = Array.Empty<object>() });
        }));
        catalog.MapPut("/locations/{id}", On(async asked =>
        {
            RequireWritable(asked, isReadOnly);
            await SendAsync(asked, StatusCodes.Status200OK, await locations.ReplaceAsync(asked.Text("id")!, InputOf(asked.Body()), asked.Ct));
        }));
        catalog.MapDelete("/locations/{id}", On(async asked =>
        {
            RequireWritable(asked, isReadOnly);
            await locations.RemoveAsync(asked.Text("id")!, asked.Ct);
            asked.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        }));
        catalog.MapPost("/refresh", On(async asked =>
        {
            RequireWritable(asked, isReadOnly);
            await locations.RefreshAsync(EntityRef.Parse(asked.Body<RefreshBody>().EntityRef), asked.Ct);
        }));
    }

    private static void MapEntityChanges(RouteGroupBuilder catalog, IServiceProvider services, bool isReadOnly)
    {
        var (judgements, removals, entities, followers) = (
            services.GetRequiredService<Judgements>(), services.GetRequiredService<Removals>(), services.GetRequiredService<RestQueries>(), services.GetRequiredService<Followers>());
        catalog.MapDelete("/entities/by-uid/{uid}", On(async asked =>
        {
            RequireWritable(asked, isReadOnly);
            if (Guid.TryParse(asked.Text("uid"), out var uid) && await entities.RefOfUidAsync(uid, asked.Ct) is { } reference)
                await followers.WaitForAsync(await removals.RemoveAsync(EntityRef.Parse(reference), "Deleted by the REST API", "rest", asked.Ct), Patience, asked.Ct);
            asked.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        }));
        catalog.MapPost("/validate-entity", On(async asked =>
        {
            if (Judgements.Refusal(asked.Body()) is var (name, message))
                await SendAsync(asked, StatusCodes.Status400BadRequest, new { errors = new[] { new { name, message } } });
        }));
        catalog.MapPost("/analyze-location", On(async asked =>
        {
            var body = asked.Body();
            var location = body.TryGetProperty("location", out var given) && given.ValueKind == JsonValueKind.Object ? InputOf(given) : throw Fault.Input("Malformed request: \"location\" is required");
            // The handler of Backstage reads the one, its description says the other.
            var filename = body.TryGetProperty("catalogFilename", out var name) || body.TryGetProperty("catalogFileName", out name) ? name.ToString() : null;
            await SendAsync(asked, StatusCodes.Status200OK, await judgements.AnalyzeAsync(location, filename, asked.Ct));
        }));
    }

    /// <summary>Answers a request, or says why not in the form Backstage's clients read.</summary>
    private static RequestDelegate On(Func<Question, Task> answer) => async http =>
    {
        try
        {
            await answer(await Question.OfAsync(http));
        }
        catch (Exception failure) when (!http.Response.HasStarted && failure is not OperationCanceledException && Fault.Of(failure) is { } fault)
        {
            await fault.WriteAsync(http);
        }
        catch (Exception failure) when (!http.Response.HasStarted && failure is not OperationCanceledException)
        {
            http.RequestServices.GetRequiredService<ILogger<AnswerCache>>().LogError(failure, "A request to the catalog's REST API failed: {Method} {Path}", http.Request.Method, http.Request.Path);
            await new Fault(StatusCodes.Status500InternalServerError, "Error", "The portal made a mistake; its log says which").WriteAsync(http);
        }
    };

    private static Task SendAsync(Question asked, int status, object answer)
    {
        asked.Http.Response.StatusCode = status;
        return asked.Http.Response.WriteAsJsonAsync(answer, answer.GetType(), Json, asked.Ct);
    }

    private static void RequireWritable(Question asked, bool isReadOnly)
    {
        if (asked.Text("at") is { } at)
            throw Fault.NotAllowed($"Nothing can be changed at an instant: leave out at \"{at}\" to change the present");
        if (isReadOnly)
            throw Fault.NotAllowed("This operation not allowed in readonly mode");
    }

    private static LocationInput InputOf(JsonElement body)
    {
        if (body.EnumerateObject().FirstOrDefault(member => member.Name is not ("type" or "target" or "presence")) is { Value.ValueKind: not JsonValueKind.Undefined } other)
            throw Fault.Input($"Malformed request: Unrecognized key in object: '{other.Name}'");
        return new LocationInput(Required("type"), Required("target"), body.TryGetProperty("presence", out _) ? Presence() : null);

        string Required(string name) => body.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw Fault.Input($"Malformed request: \"{name}\" is required and must be a text");

        string Presence() => Required("presence") is ("required" or "optional") and var presence
            ? presence
            : throw Fault.Input("Malformed request: \"presence\" must be required or optional");
    }

    private sealed record RefreshBody(string EntityRef, string? AuthorizationToken = null);
}
