using EventCatalog.Ingestion.Webhooks;

namespace EventCatalog.Api.Webhooks;

/// <summary>Where code hosts tell of changes. Who knows the secret of the host is heard, wherever the request comes from.</summary>
public static class WebhookEndpoints
{
    // The largest that GitHub sends.
    private const long MaxBytes = 25_000_000;

    public static void MapWebhooks(this IEndpointRouteBuilder app) => app.MapPost("/webhooks/{place}", TakeAsync);

    private static async Task<IResult> TakeAsync(string place, HttpContext http, WebhookIntake intake, CancellationToken ct)
    {
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        var delivery = new WebhookDelivery(name => http.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null, body.ToArray());
        return await intake.TakeAsync(place, delivery, ct) switch
        {
            WebhookOutcome.Taken => TypedResults.Accepted((string?)null, new { taken = true }),
            WebhookOutcome.Idle => TypedResults.Ok(new { taken = false, reason = "Nothing that is read changed" }),
            WebhookOutcome.Replayed => TypedResults.Problem("This delivery came before; nothing was done.", statusCode: StatusCodes.Status409Conflict),
            WebhookOutcome.Unreadable => TypedResults.Problem("The body is not JSON: set the content type of the webhook to application/json.", statusCode: StatusCodes.Status400BadRequest),
            _ => TypedResults.Problem(
                "The signature is missing, wrong or too old, or no secret is configured for this host (Catalog:Hosts, WebhookSecret); nothing was done.",
                statusCode: StatusCodes.Status401Unauthorized),
        };
    }
}
