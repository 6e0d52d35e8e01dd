using System.Globalization;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Hosting;

/// <summary>
/// Says in every answer of the API how far this node had read when it was asked, and lets a caller who was told a position by another node
/// wait here until it can be read: <c>min-position: 1234</c>.
/// </summary>
public static class ReadPositions
{
    public const string Position = "X-Position";
    public const string Least = "min-position";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IApplicationBuilder UseReadPositions(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments("/graphql", StringComparison.Ordinal) && !http.Request.Path.StartsWithSegments("/api/catalog", StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        var followers = http.RequestServices.GetRequiredService<Followers>();
        var refused = await RefusalAsync(http, followers);
        http.Response.Headers[Position] = followers.Reached.ToString(CultureInfo.InvariantCulture);
        await (refused is null ? next(http) : refused.ExecuteAsync(http));
    });

    private static async Task<IResult?> RefusalAsync(HttpContext http, Followers followers)
    {
        if (!http.Request.Headers.TryGetValue(Least, out var given))
            return null;
        if (!long.TryParse(given.ToString().TrimStart('@'), NumberStyles.None, CultureInfo.InvariantCulture, out var least))
            return TypedResults.Problem($"The header {Least} says \"{given}\", which is not a position such as 1234 or @1234.", statusCode: StatusCodes.Status400BadRequest);
        if (followers.Reached >= least || await followers.WaitForAsync(least, Patience, http.RequestAborted))
            return null;
        http.Response.Headers.RetryAfter = "1";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(
            FormattableString.Invariant($"This node has read up to @{followers.Reached}, not yet to @{least}. Ask again, or ask another node."), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
