using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventCatalog.Benchmarks.Crawl;

namespace EventCatalog.Benchmarks.Intake;

/// <param name="Budget">What it must not exceed; null when nothing was promised.</param>
internal sealed record IntakeFigure(string Name, double Value, double? Budget)
{
    public bool IsMet => Value <= (Budget ?? double.MaxValue);
}

/// <summary>
/// CloudEvents sent to the real program as a build server does, one a request: 50 a second while its pages are read, then 20,000 in a minute. How long an acknowledgement takes, how
/// far the read models fall behind, and whether anything is lost or doubled. Ends with 1 when a budget is not met.
/// </summary>
internal sealed class IntakeBenchmark(PortalProcess portal, double minutes)
{
    private const int Rate = 50;
    private const int Burst = 20_000;
    private const int Entities = 200;
    private const int Connections = 16;

    private readonly List<IntakeFigure> _figures = [];
    private int _sent;
    private int _failed;

    public static async Task<int> RunAsync(double minutes, string? file)
    {
        // No source: the demo organisation is there to be read.
        await using var portal = new PortalProcess(new Dictionary<string, string>(StringComparer.Ordinal));
        await portal.UntilAsync("{ entities { totalCount } readModels { lag } }", data => data.GetProperty("entities").GetProperty("totalCount").GetInt32() > 50 && Lag(data) == 0);
        var figures = await new IntakeBenchmark(portal, minutes).RunAsync();
        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, minutes, figures }, JsonSerializerOptions.Web));
        return figures.TrueForAll(figure => figure.IsMet) ? 0 : 1;
    }

    private async Task<List<IntakeFigure>> RunAsync()
    {
        var (acknowledged, lags, reads) = (new ConcurrentBag<double>(), new ConcurrentBag<double>(), new ConcurrentBag<double>());
        using (var end = new CancellationTokenSource())
        {
            var beside = Task.WhenAll(LookAsync(lags, end.Token), ReadAsync(reads, end.Token));
            await SendAsync((int)(minutes * 60 * Rate), TimeSpan.FromMinutes(minutes), acknowledged);
            await end.CancelAsync();
            await beside;
        }

        Note($"{Rate} a second for {minutes.ToString(CultureInfo.InvariantCulture)} min: acknowledged, p50, ms", Percentile(acknowledged, 0.5), null);
        Note("acknowledged, p99, ms", Percentile(acknowledged, 0.99), null);
        Note("read models behind, p99, s", Percentile(lags, 0.99), 2);
        Note("a page read beside it, p99, ms", Percentile(reads, 0.99), null);

        var burst = new ConcurrentBag<double>();
        await SendAsync(Burst, TimeSpan.FromMinutes(1), burst);
        Note($"{Burst} in a minute: acknowledged, p99, ms", Percentile(burst, 0.99), null);
        Note("from the last one to all readable, s", (await portal.UntilAsync(Counted, data => CountOf(data) >= _sent)).TotalSeconds, 10);
        Note("not acknowledged", _failed, 0);
        Note("lost or doubled", Math.Abs(CountOf((await portal.AskAsync(Counted))!.Value) - _sent), 0);
        Note("peak memory, MB", portal.PeakMegabytes, null);
        return _figures;
    }

    private const string Counted = "{ events(where: { types: [\"build-finished\"] }, first: 1) { totalCount } }";

    private static int CountOf(JsonElement data) => data.GetProperty("events").GetProperty("totalCount").GetInt32();

    /// <summary>Sends evenly over a time, never more at once than there are connections.</summary>
    private async Task SendAsync(int count, TimeSpan over, ConcurrentBag<double> took)
    {
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(_sent, count), new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (number, ct) =>
        {
            var due = over * (number - _sent + 0d) / count;
            if (due - Stopwatch.GetElapsedTime(started) is var early && early > TimeSpan.Zero)
                await Task.Delay(early, ct);
            var asked = Stopwatch.GetTimestamp();
            using var body = new StringContent(Event(number), Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue("application/cloudevents+json") } };
            using var answer = await portal.Http.PostAsync("/api/events", body, ct);
            took.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode)
                Interlocked.Increment(ref _failed);
        });
        _sent += count;
    }

    private async Task LookAsync(ConcurrentBag<double> lags, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (await portal.AskAsync("{ readModels { lagSeconds } }") is { } data)
                lags.Add(data.GetProperty("readModels").EnumerateArray().Max(model => model.GetProperty("lagSeconds").GetDouble()));
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private async Task ReadAsync(ConcurrentBag<double> took, CancellationToken end)
    {
        for (var turn = 0; !end.IsCancellationRequested; turn++)
        {
            var asked = Stopwatch.GetTimestamp();
            await portal.AskAsync(turn % 2 == 0
                ? "{ entities(where: { kind: [\"component\"] }, first: 20) { totalCount nodes { ref title owner { ref title } } } facets(paths: [\"spec.type\"]) { values { value count } } }"
                : "{ entities(where: { kind: [\"component\"] }, first: 1) { nodes { ref builds(last: 10) { totalCount nodes { runId outcome at } } facts { name text } relations { nodes { type targetRef } } } } }");
            took.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(200, CancellationToken.None);
        }
    }

    private static string Event(int number) => string.Create(CultureInfo.InvariantCulture,
        $$$"""
        {"specversion":"1.0","id":"{{{number}}}","source":"https://ci.example.com","type":"dev.cdevents.pipelinerun.finished.0.2.0",
         "data":{"subject":{"id":"{{{number}}}","content":{"pipelineName":"main","outcome":"{{{(number % 10 == 0 ? "failure" : "success")}}}","url":"https://ci.example.com/{{{number}}}"} },
         "customData":{"entity":"component:default/c{{{number % Entities}}}","commit":"{{{number:x40}}}","branch":"main"} } }
        """);

    private static double Lag(JsonElement data) => data.GetProperty("readModels").EnumerateArray().Max(model => model.GetProperty("lag").GetDouble());

    private static double Percentile(IEnumerable<double> values, double part)
    {
        double[] ordered = [.. values.Order()];
        return ordered.Length == 0 ? 0 : ordered[(int)Math.Min(ordered.Length - 1, Math.Ceiling(ordered.Length * part) - 1)];
    }

    private void Note(string name, double value, double? budget)
    {
        _figures.Add(new IntakeFigure(name, Math.Round(value, 3), budget));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-60} {value,12:0.###} {(budget is { } most ? $"budget {most}{(value <= most ? "" : " MISSED")}" : "")}"));
    }
}
