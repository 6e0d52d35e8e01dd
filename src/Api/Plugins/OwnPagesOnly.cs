using System.Net;

namespace EventCatalog.Api.Plugins;

/// <summary>
/// Lets through who is on this machine and is no page of another site: until there is authentication, that is all that is known of a caller. A
/// plugin is code that runs in everyone's browser.
/// </summary>
public sealed class OwnPagesOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        RefusalOf(context.HttpContext) is { } why ? TypedResults.Problem(why, statusCode: StatusCodes.Status403Forbidden) : await next(context);

    private static string? RefusalOf(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
            return "Plugins are changed from the portal's own machine only, because no authentication is configured.";
        var origin = http.Request.Headers.Origin.ToString();
        var own = $"{http.Request.Scheme}://{http.Request.Host}";
        return origin.Length > 0 && !string.Equals(origin, own, StringComparison.OrdinalIgnoreCase)
            ? $"A page of {origin} may not change the plugins of {own}."
            : null;
    }
}
