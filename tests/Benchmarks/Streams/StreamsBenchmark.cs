using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Benchmarks.Streams;

/// <summary>What one run saw.</summary>
/// <param name="SubscribeSeconds">From the first connection until all had heard that they are subscribed.</param>
/// <param name="CpuPercent">Of one core, by the serving process alone, while events came.</param>
/// <param name="BytesPerSubscriber">Of managed memory, held while nothing happens.</param>
internal sealed record StreamFigures(
    string Name, int Subscribers, int Events, double SubscribeSeconds, double CpuPercent, double P50Ms, double P99Ms, long BytesPerSubscriber, long Lost);

/// <summary>
/// Many subscribers of one log, in two processes on one machine: how long they take to subscribe, what one event each second costs the
/// serving process, how late events come, and what a subscriber holds. Ends with 1 when the budget of the processor is not met.
/// </summary>
internal static class StreamsBenchmark
{
    private const int Subscribers = 1_000;
    private const int Seconds = 10;
    private const int Rounds = 3;

    /// <summary>Percent of one core for a thousand subscribers and an event each second, beyond what sending the bytes and keeping the log cost.</summary>
    private const double Budget = 5;

    public static async Task<int> RunAsync(string? file)
    {
        List<StreamFigures> floors = [], logs = [], events = [];
        for (var round = 0; round < Rounds; round++)
        {
            floors.Add(await RunAsync("floor: the same bytes to all", Subscribers, 1, (subscriber, server) => subscriber.OpenEventsAsync(server, "/bare"), "bare"));
            logs.Add(await RunAsync("the log and one subscriber", 1, 1, (subscriber, server) => subscriber.OpenEventsAsync(server, "/graphql"), "append 1"));
            events.Add(await RunAsync("server-sent events", Subscribers, 1, (subscriber, server) => subscriber.OpenEventsAsync(server, "/graphql"), "append 1"));
        }

        List<StreamFigures> figures =
        [
            Median(floors), Median(logs), Median(events),
            await RunAsync("server-sent events, 10 a second", Subscribers, 10, (subscriber, server) => subscriber.OpenEventsAsync(server, "/graphql"), "append 1"),
            await RunAsync("WebSocket", Subscribers, 1, (subscriber, server) => subscriber.OpenSocketAsync(server), "append 1"),
        ];
        foreach (var f in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{f.Name,-32} {f.Subscribers,5} subscribed in {f.SubscribeSeconds,4:0.0} s; cpu {f.CpuPercent,5:0.0} %; p50 {f.P50Ms,6:0.0} ms, p99 {f.P99Ms,6:0.0} ms; {f.BytesPerSubscriber,7} bytes each; lost {f.Lost}"));
        }

        await CatchUpAsync(count: 200, behind: 1_000);
        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, figures }, JsonSerializerOptions.Web));
        var own = figures[2].CpuPercent - figures[1].CpuPercent - figures[0].CpuPercent;
        var isMet = own < Budget && figures.TrueForAll(f => f.Lost == 0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Beyond the floor and the log: {own:0.0} % of one core; budget {Budget} %, none lost: {(isMet ? "met" : "not met")}."));
        return isMet ? 0 : 1;
    }

    private static StreamFigures Median(List<StreamFigures> rounds) => rounds.OrderBy(round => round.CpuPercent).ElementAt(rounds.Count / 2);

    private static async Task<StreamFigures> RunAsync(string name, int count, int perSecond, Func<Subscriber, Uri, Task> open, string command)
    {
        using var serving = Serve();
        var server = new Uri((await serving.StandardOutput.ReadLineAsync())!);
        await TellAsync(serving, command);
        var before = long.Parse(await TellAsync(serving, "memory"), CultureInfo.InvariantCulture);

        var latencies = new ConcurrentQueue<double>();
        var subscribers = Enumerable.Range(0, count).Select(_ => new Subscriber(latency => latencies.Enqueue(latency.TotalMilliseconds))).ToList();
        var subscribing = Stopwatch.StartNew();
        // As many at once as a crowd that comes back after a restart would.
        await Parallel.ForEachAsync(subscribers, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (subscriber, _) => await open(subscriber, server));
        var subscribed = subscribing.Elapsed;
        var held = (long.Parse(await TellAsync(serving, "memory"), CultureInfo.InvariantCulture) - before) / count;
        await SendAsync(serving, command, perSecond: 20, seconds: 4); // warm
        await QuietAsync(latencies);
        latencies.Clear();

        serving.Refresh();
        var (cpu, clock) = (serving.TotalProcessorTime, Stopwatch.StartNew());
        await SendAsync(serving, command, perSecond, Seconds);
        serving.Refresh();
        var used = (serving.TotalProcessorTime - cpu) / clock.Elapsed * 100;
        await QuietAsync(latencies);

        foreach (var subscriber in subscribers)
            subscriber.Dispose();
        serving.StandardInput.Close();
        await serving.WaitForExitAsync();
        var sorted = latencies.Order().ToList();
        var sent = perSecond * Seconds;
        return new StreamFigures(
            name, count, sent, Round(subscribed.TotalSeconds), Round(used), Round(sorted[sorted.Count / 2]), Round(sorted[(int)(sorted.Count * 0.99)]), held, ((long)sent * count) - sorted.Count);
    }

    /// <summary>A crowd that was away comes back at once, each from the beginning.</summary>
    private static async Task CatchUpAsync(int count, int behind)
    {
        using var serving = Serve();
        var server = new Uri((await serving.StandardOutput.ReadLineAsync())!);
        for (var appended = 0; appended < behind; appended += 250)
            await TellAsync(serving, "append 250");
        var got = 0;
        var all = new TaskCompletionSource();
        var subscribers = Enumerable.Range(0, count).Select(_ => new Subscriber(_ =>
        {
            if (Interlocked.Increment(ref got) == count * behind)
                all.TrySetResult();
        })).ToList();
        var (cpu, clock) = (serving.TotalProcessorTime, Stopwatch.StartNew());
        await Parallel.ForEachAsync(subscribers, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (subscriber, _) => await subscriber.OpenEventsAsync(server, "/graphql", after: 0));
        await Task.WhenAny(all.Task, Task.Delay(TimeSpan.FromMinutes(1)));
        var elapsed = clock.Elapsed;
        serving.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} come back {behind} events behind: all there after {elapsed.TotalSeconds:0.0} s, cpu {(serving.TotalProcessorTime - cpu).TotalMicroseconds / (count * behind):0.0} us an event, lost {(count * behind) - got}"));
        foreach (var subscriber in subscribers)
            subscriber.Dispose();
        serving.StandardInput.Close();
        await serving.WaitForExitAsync();
    }

    private static Process Serve() => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, [.. OwnAssembly(), ServingChild.Mode]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    private static async Task SendAsync(Process serving, string command, int perSecond, int seconds)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1d / perSecond));
        for (var i = 0; i < perSecond * seconds; i++)
        {
            await TellAsync(serving, command);
            await beat.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until nothing has come for half a second.</summary>
    private static async Task QuietAsync(ConcurrentQueue<double> latencies)
    {
        for (var seen = -1; seen != latencies.Count;)
        {
            seen = latencies.Count;
            await Task.Delay(500);
        }
    }

    private static async Task<string> TellAsync(Process serving, string line)
    {
        await serving.StandardInput.WriteLineAsync(line);
        await serving.StandardInput.FlushAsync();
        return await serving.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The serving process ended.");
    }

    /// <summary>Started as <c>dotnet Benchmarks.dll</c> the assembly must be named again.</summary>
    private static string[] OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(StreamsBenchmark).Assembly.Location] : [];

    private static double Round(double value) => Math.Round(value, 1);
}
