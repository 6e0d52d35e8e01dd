using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Plugins;
using EventCatalog.ReadModels.Plugins;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EventCatalog.Api.Plugins;

/// <summary>One plugin as pages load it and the command line lists it.</summary>
/// <param name="Manifest">Of the version that serves.</param>
public sealed record ListedPlugin(PluginManifest Manifest, bool Enabled, IReadOnlyList<ListedVersion> Versions);

public sealed record ListedVersion(string Version, DateTimeOffset InstalledAt, string InstalledBy, long Position, bool Serves);

/// <param name="Version">Of a rollback: where to; null for the version before.</param>
/// <param name="Actor">Who asks, for the log.</param>
public sealed record PluginOrder(string? Version, string? Actor);

/// <summary>Lists plugins, takes new ones, and switches and rolls back those that are there. Whoever may change them must be on this machine.</summary>
public static class PluginEndpoints
{
    public const string Path = "/api/plugins";

    private const string Unknown = "portal";

    public static void MapPlugins(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ListAsync);
        var changes = app.MapGroup(Path).AddEndpointFilter<OwnPagesOnly>();
        changes.MapPost("", InstallAsync);
        changes.MapPost("/{id}/enable", (string id, PluginOrder order, PluginChanges plugins, CancellationToken ct) =>
            plugins.AnswerAsync(installer => installer.EnableAsync(id, order.Actor ?? Unknown, ct), ct));
        changes.MapPost("/{id}/disable", (string id, PluginOrder order, PluginChanges plugins, CancellationToken ct) =>
            plugins.AnswerAsync(installer => installer.DisableAsync(id, order.Actor ?? Unknown, ct), ct));
        changes.MapPost("/{id}/rollback", (string id, PluginOrder order, PluginChanges plugins, CancellationToken ct) =>
            plugins.AnswerAsync(installer => installer.RollBackAsync(id, order.Version, order.Actor ?? Unknown, ct), ct));
        app.MapPluginFiles();
    }

    private static async Task<Ok<IReadOnlyList<ListedPlugin>>> ListAsync(PluginQueries plugins, HttpContext http, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Ok<IReadOnlyList<ListedPlugin>>([.. (await plugins.AllAsync(ct)).Select(plugin => new ListedPlugin(
            plugin.Manifest,
            plugin.Enabled,
            [.. plugin.Versions.Select(version => new ListedVersion(version.Version, version.InstalledAt, version.InstalledBy, version.Position, version.Serves))]))]);
    }

    /// <summary>The body is the archive that <c>eventcatalog plugin pack</c> makes; <c>?actor=</c> says who sends it.</summary>
    private static async Task<Results<Ok<PluginStanding>, ProblemHttpResult>> InstallAsync(HttpContext http, PluginChanges plugins, string? actor, CancellationToken ct)
    {
        if (http.Request.ContentType is not PluginArchive.MediaType)
            return TypedResults.Problem($"Send a zip archive as {PluginArchive.MediaType}, not \"{http.Request.ContentType}\".", statusCode: StatusCodes.Status415UnsupportedMediaType);
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = PluginFiles.MostBytes;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        return await plugins.AnswerAsync(installer => installer.InstallAsync(PluginArchive.Read(body.ToArray()), actor ?? Unknown, ct), ct);
    }
}

/// <summary>Asks for a change of the plugins, and answers when every page can read it.</summary>
public sealed class PluginChanges(PluginInstaller installer, Followers followers, OpenCatalog catalog)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<Results<Ok<PluginStanding>, ProblemHttpResult>> AnswerAsync(Func<PluginInstaller, Task<PluginStanding>> change, CancellationToken ct)
    {
        if (catalog.IsReadOnly)
            return TypedResults.Problem("This portal is read-only; send this to an ordinary portal of this catalog.", statusCode: StatusCodes.Status503ServiceUnavailable);
        try
        {
            var standing = await change(installer);
            return await followers.WaitForAsync(standing.Position, Patience, ct, PluginsProjection.ProjectionName)
                ? TypedResults.Ok(standing)
                : TypedResults.Problem($"It is recorded at @{standing.Position}, but {PluginsProjection.ProjectionName} has not caught up: see `eventcatalog store status`.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (RuleViolation refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
