using System.Collections.Concurrent;
using System.Globalization;
using EventCatalog.Ingestion.Crawling;
using Spectre.Console;

namespace EventCatalog.Api.Commands;

/// <summary>Shows on the error output what crawls are doing: a bar for each on a terminal, else a line a second.</summary>
internal static class CrawlBars
{
    public static async Task<T> WatchAsync<T>(Crawler crawler, Func<Task<T>> work)
    {
        if (Console.IsErrorRedirected)
            return await WhileAsync(crawler, step => Console.Error.WriteLine(Line(step)), work);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(enabled: true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bars = new ConcurrentDictionary<string, ProgressTask>(StringComparer.Ordinal);
                return WhileAsync(crawler, step => Show(step, bars.GetOrAdd(step.RunId, _ => context.AddTask(""))), work);
            });
    }

    private static async Task<T> WhileAsync<T>(Crawler crawler, Action<CrawlStep> show, Func<Task<T>> work)
    {
        crawler.Progressed += show;
        try
        {
            return await work();
        }
        finally
        {
            crawler.Progressed -= show;
        }
    }

    private static void Show(CrawlStep step, ProgressTask bar)
    {
        bar.Description = Markup.Escape(Line(step));
        bar.IsIndeterminate = step.Total == 0;
        bar.MaxValue = Math.Max(1, step.Total);
        bar.Value = step.Done;
    }

    private static string Line(CrawlStep step)
    {
        var doing = step.Stage switch
        {
            CrawlStage.Opening => "opening",
            CrawlStage.Replaying => "reading the history, commit",
            CrawlStage.Reading => "reading",
            CrawlStage.Deciding => "comparing",
            _ => "adding",
        };
        return step.Total == 0 ? $"{step.Source}: {doing}" : string.Create(CultureInfo.InvariantCulture, $"{step.Source}: {doing} {step.Done} of {step.Total}");
    }
}
