using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Api.Commands;

/// <summary>Crawls without serving; joins the database of a portal that runs on the same data folder.</summary>
public static class CrawlCommand
{
    public static Command Create()
    {
        var (data, source, pattern, json) = (SharedOptions.Data(), SharedOptions.Source(), SharedOptions.Pattern(), SharedOptions.Json());
        var once = new Option<bool>("--once") { Description = "Crawl every source once and end; exit code 1 when something was refused or unreachable." };
        var history = new Option<bool>("--history") { Description = "Read the history of git repositories too: what each commit of the branch changed in the catalog, as of its time." };
        var command = new Command("crawl", "Crawl the registered sources, and those given, without serving the portal.") { data, source, pattern, once, history, json };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(source)!, parsed.GetValue(pattern), parsed.GetValue(once), parsed.GetValue(history), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, string[] sources, string? pattern, bool once, bool history, bool json, CancellationToken ct)
    {
        var options = CatalogOptions.Read(sources, pattern);
        options.Crawl.History |= history;
        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        catalog.RequireWritable();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddCatalog(catalog, options, dataFolder);
        using var host = builder.Build();
        await host.StartAsync(ct);
        try
        {
            // Only what was asked for: the demo organisation belongs to a portal's first start.
            await host.Services.GetRequiredService<Registrations>().ApplyConfiguredAsync(options.Configured, ct);
            var schedule = host.Services.GetRequiredService<CrawlSchedule>();
            if (!once)
            {
                await CrawlOnAsync(catalog.Leases, schedule, ct);
                return ExitCodes.Ok;
            }

            var results = await CrawlBars.WatchAsync(host.Services.GetRequiredService<Crawler>(), () => schedule.CrawlAllAsync(ct));
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(results, JsonSerializerOptions.Web));
            else
                Print(results);
            return results.Any(result => result.Unreachable is not null || result.Failed > 0) ? ExitCodes.No : ExitCodes.Ok;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task CrawlOnAsync(Leases leases, CrawlSchedule schedule, CancellationToken ct)
    {
        try
        {
            await leases.RunWhileHeldAsync(CrawlingService.Lease, schedule.RunAsync, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private static void Print(IReadOnlyList<CrawlResult> results)
    {
        if (results.Count == 0)
            Console.WriteLine("No source is registered. Give one with --source.");
        foreach (var result in results)
        {
            Console.WriteLine($"{result.Source}: {result.Found} found, {result.Changed} changed, {result.Removed} removed, {result.Failed} refused, log at @{result.Position}");
            if (result.History is { } past)
                Console.WriteLine($"  history: {past.Commits} commits read, {past.Found} versions found, {past.Unreadable} documents unreadable as they stood then");
            if (result.Unreachable is not null)
                Console.WriteLine($"  unreachable: {result.Unreachable}");
            foreach (var problem in result.Problems)
                Console.WriteLine($"  {Place(problem)}: {problem.Message} [{problem.Key.Rule}]");
        }
    }

    private static string Place(Problem problem) =>
        problem.Line is null ? problem.Key.File : $"{problem.Key.File}:{problem.Line}{(problem.Column is null ? "" : $":{problem.Column}")}";
}
