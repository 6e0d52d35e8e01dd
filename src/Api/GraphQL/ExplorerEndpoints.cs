using System.Reflection;

namespace EventCatalog.Api.GraphQL;

/// <summary>
/// The page <c>/graphiql</c> for asking by hand: examples, an answer, the schema beside them. A small one of our own, part of the
/// program: GraphiQL 5 would bring the whole of the Monaco editor.
/// </summary>
public static class ExplorerEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapGraphiQL(this IEndpointRouteBuilder app)
    {
        app.MapGet("/graphiql", (HttpContext http) => Send(http, "index.html", "text/html; charset=utf-8"));
        app.MapGet("/graphiql/explorer.js", (HttpContext http) => Send(http, "explorer.js", "text/javascript; charset=utf-8"));
        app.MapGet("/graphiql/explorer.css", (HttpContext http) => Send(http, "explorer.css", "text/css; charset=utf-8"));
    }

    private static IResult Send(HttpContext http, string file, string type)
    {
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream($"explorer/{file}")!, type);
    }
}
