using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EventCatalog.EmbeddedPostgres;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>
/// The real program, serving on a free port of this machine with a data folder of its own. At its end the program, its
/// PostgreSQL and the folder are gone, whatever the test did to them.
/// </summary>
public sealed class Portal : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly IReadOnlyDictionary<string, string>? environment;
    private readonly StringBuilder output = new();
    private Process? process;

    private Portal(IReadOnlyDictionary<string, string>? environment) => this.environment = environment;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public HttpClient Http { get; private set; } = new();

    public string Data => Path.Combine(folder.Root, "data");

    /// <summary>What it wrote on both streams, since the first start.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>Starts it and waits until it is ready; its first crawl may still run.</summary>
    /// <param name="arguments">After <c>serve --data … --url …</c>.</param>
    public static Task<Portal> StartAsync(params string[] arguments) => StartAsync(environment: null, arguments);

    public static async Task<Portal> StartAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var portal = new Portal(environment);
        try
        {
            await portal.StartAgainAsync(arguments);
            return portal;
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it when something was done to its data folder.</summary>
    public static async Task<Portal> StartAfterAsync(Func<string, Task> prepare)
    {
        var portal = new Portal(environment: null);
        try
        {
            await prepare(portal.Data);
            await portal.StartAgainAsync();
            return portal;
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the same data folder, on another port.</summary>
    public async Task StartAgainAsync(params string[] arguments)
    {
        Url = FreeAddress();
        Http.Dispose();
        // Asking for one encoding or another is for the tests to say.
        Http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
        var start = CommandRun.EventCatalog(["serve", "--data", Data, "--url", Url.ToString(), .. arguments], environment);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.IsAsync($"a ready portal; it said:\n{Output}", IsReadyAsync, TimeSpan.FromSeconds(120));
    }

    /// <summary>The data of a GraphQL answer; an answer with errors fails the test.</summary>
    public async Task<JsonElement> AskAsync(string query, object? variables = null)
    {
        using var response = await Http.PostAsJsonAsync("/graphql", new { query, variables }, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        answer.TryGetProperty("errors", out var errors).ShouldBeFalse(errors.ValueKind is JsonValueKind.Undefined ? null : $"{errors}\nThe portal said:\n{Output}");
        return answer.GetProperty("data");
    }

    public async Task<long> PositionAsync() =>
        long.Parse((await AskAsync("{ position }")).GetProperty("position").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Waits until every source was crawled since this start and everything found can be read.</summary>
    /// <param name="sources">How many sources there are to be.</param>
    public Task SettledAsync(int sources = 1) => Eventually.IsAsync($"{sources} crawled sources; the portal said:\n{Output}", async () =>
    {
        var data = await AskAsync("{ sources { lastCrawl { finishedAt } problems { message } } readModels { lag } }");
        var found = data.GetProperty("sources").EnumerateArray().ToList();
        return found.Count == sources
            && found.TrueForAll(source => source.GetProperty("lastCrawl").ValueKind is not JsonValueKind.Null || source.GetProperty("problems").GetArrayLength() > 0)
            && data.GetProperty("readModels").EnumerateArray().All(model => model.GetProperty("lag").GetInt32() == 0);
    });

    /// <summary>Waits until the demo organisation is there as a whole.</summary>
    public async Task DemoIsThereAsync()
    {
        await Eventually.IsAsync("the demo organisation", () => Task.FromResult(Output.Contains("the demo organisation was added", StringComparison.Ordinal)));
        await Eventually.IsAsync("read models level with the log", async () =>
            (await AskAsync("{ readModels { lag } }")).GetProperty("readModels").EnumerateArray().All(model => model.GetProperty("lag").GetInt32() == 0));
    }

    /// <summary>kill -9 of the program and of its PostgreSQL: nothing gets to tidy up.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        foreach (var file in Directory.EnumerateFiles(Data, "postmaster.pid", SearchOption.AllDirectories))
        {
            using var server = Process.GetProcessById(int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture));
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public int ProcessId => process!.Id;

    /// <summary>Sends the program a signal, such as STOP or CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", ProcessId.ToString(CultureInfo.InvariantCulture)]))!;
        await kill.WaitForExitAsync(CancellationToken.None);
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Asks it to end, by TERM: what runs in the background of a shell is deaf to INT, and so are its children.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await process!.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (process is { HasExited: false }) process.Kill();
        if (process is not null) await process.WaitForExitAsync(CancellationToken.None);
        process?.Dispose();
        if (Directory.Exists(Data)) await PostgresServer.StopAbandonedAsync(Data, CancellationToken.None);
        folder.Dispose();
    }

    public static Uri FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process!.HasExited) throw new InvalidOperationException($"The portal ended with exit code {process.ExitCode}:\n{Output}");
        try
        {
            using var answer = await Http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (output) output.AppendLine(line);
    }
}
