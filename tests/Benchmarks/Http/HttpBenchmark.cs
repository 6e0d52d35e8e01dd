using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using EventCatalog.Benchmarks.GraphQL;

namespace EventCatalog.Benchmarks.Http;

/// <summary>
/// The same page over HTTP from three servers in alternating rounds: the portal's handler on Kestrel, graphql-yoga, and bare
/// graphql-js on node:http. The load shares the machine with them and takes about a core itself, so the processor's time of the server
/// for a request says what the requests/s cannot. Ends with 1 when the budget is not met.
/// </summary>
internal static class HttpBenchmark
{
    private const int RoundCount = 3;
    private const int WarmUpSeconds = 4;
    private const int Seconds = 10;

    public static async Task<int> RunAsync(bool serve, string? file)
    {
        if (serve)
            return await ServedPage.ServeAsync();
        if (FindPeers() is not { } peers)
        {
            Console.WriteLine("http: skipped. Run npm ci in tests/Benchmarks/Http/peers first; Node.js 20 or newer is needed.");
            return 0;
        }

        List<Side> sides = [];
        try
        {
            sides.Add(await Side.StartAsync("ours", Ours()));
            sides.Add(await Side.StartAsync("yoga", Node(peers, "yoga.mjs")));
            sides.Add(await Side.StartAsync("bare", Node(peers, "bare.mjs")));
            var bytes = await RequireEqualAnswersAsync(sides);
            for (var round = 0; round < RoundCount; round++)
            {
                foreach (var side in sides)
                {
                    await side.LoadAsync(peers, WarmUpSeconds);
                    side.Rounds.Add(await side.LoadAsync(peers, Seconds));
                    Say(side, side.Rounds[^1]);
                }
            }

            return await ReportAsync(sides[0], sides[1], sides[2], bytes, file);
        }
        finally
        {
            sides.ForEach(side => side.Dispose());
        }
    }

    /// <summary>This program once more, with the collector the portal runs with.</summary>
    private static ProcessStartInfo Ours() => new("dotnet", [Assembly.GetExecutingAssembly().Location, "http", "--serve"])
    {
        Environment = { ["DOTNET_gcServer"] = "1" },
    };

    private static ProcessStartInfo Node(string peers, string script) => new("node", [Path.Combine(peers, script), EntityPage.Sdl, EntityPage.Query])
    {
        Environment = { ["NODE_ENV"] = "production" },
    };

    /// <returns>Bytes of the data.</returns>
    private static async Task<int> RequireEqualAnswersAsync(IReadOnlyList<Side> sides)
    {
        var first = await sides[0].AskAsync();
        foreach (var other in sides.Skip(1))
        {
            if (!JsonElement.DeepEquals(first, await other.AskAsync()))
                throw new InvalidOperationException($"{other.Name} answers something else than {sides[0].Name}.");
        }

        return first.GetRawText().Length;
    }

    private static async Task<int> ReportAsync(Side ours, Side yoga, Side bare, int bytes, string? file)
    {
        var ratios = new
        {
            requestsToYoga = Median(ours, r => r.RequestsPerSecond) / Median(yoga, r => r.RequestsPerSecond),
            requestsToBare = Median(ours, r => r.RequestsPerSecond) / Median(bare, r => r.RequestsPerSecond),
            p99ToYoga = Median(ours, r => r.P99) / Median(yoga, r => r.P99),
        };
        var isMet = ratios is { requestsToYoga: >= 3, requestsToBare: >= 1, p99ToYoga: <= 0.5 };
        foreach (var side in new[] { ours, yoga, bare })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side.Name}: {Median(side, r => r.RequestsPerSecond):0} requests/s in the middle round, at most {side.PeakMegabytes()} MB"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Budget: 3 x the requests/s of yoga ({ratios.requestsToYoga:0.00}) at half its p99 ({ratios.p99ToYoga:0.00}), and as many as bare graphql-js ({ratios.requestsToBare:0.00}): {(isMet ? "met" : "not met")}."));
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
                new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, bytes, ratios, isMet, sides = new[] { ours, yoga, bare }.Select(s => new { s.Name, PeakMegabytes = s.PeakMegabytes(), s.Rounds }) },
                new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
        }

        return isMet ? 0 : 1;
    }

    private static void Say(Side side, Round round) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{side.Name,-5} {round.RequestsPerSecond,8:0} requests/s, p50 {round.P50,6:0.00} ms, p99 {round.P99,6:0.00} ms, cpu {round.CpuMicroseconds,5:0} us a request, load average {round.LoadAverage:0.0}"));

    private static double Median(Side side, Func<Round, double> figure) => side.Rounds.Select(figure).Order().ElementAt(side.Rounds.Count / 2);

    /// <summary>The folder of the peers, when their packages are installed.</summary>
    private static string? FindPeers()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "tests", "Benchmarks", "Http", "peers");
            if (Directory.Exists(Path.Combine(peers, "node_modules", "graphql-yoga")))
                return peers;
        }

        return null;
    }
}
