using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EventCatalog.Benchmarks.GraphQL;

namespace EventCatalog.Benchmarks.Http;

/// <summary>What one round on one side saw; times in milliseconds.</summary>
/// <param name="CpuMicroseconds">Of the server, for one request.</param>
internal sealed record Round(double RequestsPerSecond, double P50, double P99, long Requests, long Failed, double CpuMicroseconds, double LoadAverage);

/// <summary>One server under test, in a process of its own that ends with this.</summary>
internal sealed class Side : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;

    private Side(string name, Process process, string url)
    {
        Name = name;
        this.process = process;
        Url = url;
    }

    public string Name { get; }

    public string Url { get; }

    public List<Round> Rounds { get; } = [];

    /// <summary>Starts a server, which says where it listens in its first line.</summary>
    public static async Task<Side> StartAsync(string name, ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        var server = Process.Start(start)!;
        try
        {
            var url = await server.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"{name} ended without listening.");
            return new Side(name, server, url);
        }
        catch
        {
            server.Kill();
            server.Dispose();
            throw;
        }
    }

    /// <summary>The data of its answer, as it wrote it.</summary>
    public async Task<JsonElement> AskAsync()
    {
        using var http = new HttpClient { Timeout = Patience };
        using var response = await http.PostAsJsonAsync($"{Url}/graphql", new { query = EntityPage.Query, variables = new { first = 20 } });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }

    /// <summary>Loads it for so long and gives what the load saw.</summary>
    public async Task<Round> LoadAsync(string peers, int seconds)
    {
        var load = LoadAverage();
        var before = CpuTime();
        using var cannon = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(peers, "load.mjs"), Url, EntityPage.Query, seconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = await cannon.StandardOutput.ReadToEndAsync().WaitAsync(Patience + TimeSpan.FromSeconds(seconds));
        var round = JsonSerializer.Deserialize<Round>(said, JsonSerializerOptions.Web)!;
        round = round with { LoadAverage = load, CpuMicroseconds = (CpuTime() - before).TotalMicroseconds / round.Requests };
        return round.Failed == 0 ? round : throw new InvalidOperationException($"{Name} failed {round.Failed} requests.");
    }

    /// <summary>The most memory it ever held, in MB; null where the system does not tell.</summary>
    public long? PeakMegabytes()
    {
        var status = $"/proc/{process.Id}/status";
        return File.Exists(status)
            ? long.Parse(File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024
            : null;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private TimeSpan CpuTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static double LoadAverage() =>
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : double.NaN;
}
