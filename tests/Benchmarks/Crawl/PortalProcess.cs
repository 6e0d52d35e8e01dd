using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace EventCatalog.Benchmarks.Crawl;

/// <summary>The real program beside this one, serving on a free port from a data folder of its own.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("eventcatalog-crawl-").FullName;
    private readonly HttpClient _http;
    private readonly Process _process;

    /// <param name="settings">Environment variables beside what this process has.</param>
    public PortalProcess(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var url = FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        free.Stop();
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(10) };
        var start = Start(["serve", "--data", _data, "--url", url, .. arguments]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Http => _http;

    public Uri Url => _http.BaseAddress!;

    /// <summary>Most memory that was in use at once, in MB; Linux only, zero elsewhere.</summary>
    public double PeakMegabytes => OperatingSystem.IsLinux()
        ? double.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000
        : 0;

    public static async Task RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"eventcatalog {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    /// <summary>Data of a GraphQL answer; null while it does not listen yet.</summary>
    public async Task<JsonElement?> AskAsync(string query)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"The portal ended with {_process.ExitCode}");
        try
        {
            using var response = await _http.PostAsJsonAsync("/graphql", new { query });
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            return answer.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException(errors.ToString()) : answer.GetProperty("data");
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Time until an answer is as wanted, asked again and again.</summary>
    public async Task<TimeSpan> UntilAsync(string query, Func<JsonElement, bool> wanted)
    {
        var started = Stopwatch.GetTimestamp();
        while (await AskAsync(query) is not { } data || !wanted(data))
            await Task.Delay(10);
        return Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static ProcessStartInfo Start(IEnumerable<string> arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "eventcatalog.dll"), .. arguments]);
}
