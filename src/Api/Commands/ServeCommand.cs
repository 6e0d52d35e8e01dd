using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using EventCatalog.Api.Audit;
using EventCatalog.Api.Backstage;
using EventCatalog.Api.Changes;
using EventCatalog.Api.Gates;
using EventCatalog.Api.GraphQL;
using EventCatalog.Api.GraphQL.Subscriptions;
using EventCatalog.Api.Health;
using EventCatalog.Api.Hosting;
using EventCatalog.Api.Intake;
using EventCatalog.Api.Live;
using EventCatalog.Api.Plugins;
using EventCatalog.Api.Portal;
using EventCatalog.Api.Webhooks;
using EventCatalog.EmbeddedPostgres;

namespace EventCatalog.Api.Commands;

/// <summary>Serves the portal and the API, and keeps crawling. What the program does when no verb is given.</summary>
public static class ServeCommand
{
    private const string DefaultUrl = "http://127.0.0.1:7080";
    private static readonly PathString[] Compressed = ["/graphql", PluginEndpoints.Path, "/plugins"];

    public static Command Create()
    {
        var command = new Command("serve", "Serve the portal and keep crawling its sources (the default).");
        DefineOn(command);
        return command;
    }

    public static void DefineOn(Command command)
    {
        var (data, source, pattern) = (SharedOptions.Data(), SharedOptions.Source(), SharedOptions.Pattern());
        var url = new Option<string>("--url") { Description = "Where to listen; a loopback address.", DefaultValueFactory = _ => DefaultUrl };
        var readOnly = new Option<bool>("--read-only")
        {
            Description = "Only answer questions, on a database that other portals keep: no crawling, no changes. Chosen by itself on a standby.",
        };
        foreach (var option in new Option[] { data, source, pattern, url, readOnly })
            command.Options.Add(option);
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(data)!, ListenOn(parsed.GetValue(url)!), parsed.GetValue(source)!, parsed.GetValue(pattern), parsed.GetValue(readOnly), ct));
    }

    private static async Task<int> RunAsync(string dataFolder, Uri url, string[] sources, string? pattern, bool readOnly, CancellationToken ct)
    {
        var options = CatalogOptions.Read(sources, pattern);
        RefuseTakenPort(url);
        using var portal = DataFolderLock.TryAcquire(dataFolder, "serve", out var holder);
        if (portal is null)
            throw new StartException(
                $"The data folder {dataFolder} is in use by process {holder!.ProcessId} since {holder.Since:u}{(holder.Url is null ? "" : $", serving {holder.Url}")}. "
                + "Stop it, or give another folder with --data.");

        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, readOnly, ct);
        catalog.SigningKey.Open(); // one that cannot be used is said now, not at the first anchor
        await using var app = Build(catalog, dataFolder, url, options);
        await app.StartAsync(ct);
        portal.Announce(url);
        Console.WriteLine($"EventCatalog serves {url}{(catalog.IsReadOnly ? " read-only" : "")} (data in {dataFolder}). Stop with Ctrl+C.");
        await app.WaitForShutdownAsync(ct);
        return ExitCodes.Ok;
    }

    private static WebApplication Build(OpenCatalog catalog, string dataFolder, Uri url, CatalogOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("EventCatalog", LogLevel.Information);
        builder.WebHost.UseUrls(url.ToString());
        // A page of another site must not reach a portal without authentication by pointing its name at loopback.
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.Services.AddRequestDecompression();
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = false);
        builder.Services.AddCatalog(catalog, options, dataFolder).AddPortal(options, catalog.IsReadOnly);

        var app = builder.Build();
        app.UseHostFiltering();
        app.UseGraphQLStreaming();
        app.UseReadPositions();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), branch => branch.UseRequestDecompression());
        app.UseWhen(http => Compressed.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)), branch => branch.UseResponseCompression());
        app.MapGraphQL();
        app.MapLive();
        app.MapHealth();
        app.MapBackstage();
        app.MapChanges();
        app.MapGates();
        app.MapExport();
        app.MapPlugins();
        if (!catalog.IsReadOnly)
        {
            app.MapWebhooks();
            app.MapIntake();
        }

        app.MapPortal();
        app.MapPortalFiles();
        return app;
    }

    /// <summary>Asked before the database starts, so that the answer comes at once and alone.</summary>
    private static void RefuseTakenPort(Uri url)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, url.Port);
            probe.Start();
        }
        catch (SocketException taken)
        {
            throw new StartException($"Cannot listen on {url}: {taken.Message}. Stop the program that does, or listen elsewhere, for example with --url http://127.0.0.1:7081.", taken);
        }
    }

    private static Uri ListenOn(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not "http")
            throw new UsageException($"--url {text} is not an http address such as {DefaultUrl}.");
        var loopback = url.IsLoopback || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));
        return loopback
            ? url
            : throw new UsageException(
                $"--url {text} could be reached from other machines, and no authentication is configured. Listen on a loopback address such as {DefaultUrl} and put a proxy that authenticates in front.");
    }
}
