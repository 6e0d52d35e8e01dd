using System.Reflection;
using EventCatalog.Api.GraphQL;
using EventCatalog.Ingestion.Demo;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.Api.Portal;

/// <summary>What the portal's first screen says about itself.</summary>
/// <param name="Demo">The catalog shows the demo organisation.</param>
/// <param name="SourcesConfigured">Sources other than the demo.</param>
/// <param name="FreeDocuments">Other GraphQL documents than the pages' own are answered.</param>
public sealed record PortalInfo(string Name, string Version, bool Demo, int SourcesConfigured, string CommandForOwnCode, bool FreeDocuments);

public static class PortalEndpoints
{
    private const string CommandForOwnCode = "dotnet run --project src/Api -- --source <folder or git URL>";

    private static readonly string Version =
        typeof(PortalEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static void MapPortal(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/portal", async (SourceQueries sources, GraphQLOptions graphQL, CancellationToken ct) =>
        {
            var all = await sources.AllAsync(ct);
            var demos = all.Count(source => source.Type is DemoOrganisation.SourceType);
            return TypedResults.Ok(new PortalInfo("EventCatalog", Version, demos > 0, all.Count - demos, CommandForOwnCode, graphQL.FreeDocuments));
        });
}
