using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventCatalog.Faults.Tests;

/// <summary>A portal, the real program, as a process of its own with a data folder of its own; and what was done to it.</summary>
public sealed class Node(string name, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments, Database database, HttpClient http, Diary diary) : IAsyncDisposable
{
    private const int LinesKept = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);

    private readonly TempFolder folder = new();
    private readonly Queue<string> output = new();
    private Process? process;
    private volatile Condition condition = new(NodeState.Dead, "nothing");
    private volatile Life life = new(new Uri("http://127.0.0.1"));

    public string Name => name;

    public Condition Condition => condition;

    public Life Life => life;

    /// <summary>As in <c>cat_nodes</c>.</summary>
    public string Process => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{process!.Id}");

    /// <summary>The last lines it wrote, over all its starts.</summary>
    public string Output
    {
        get
        {
            lock (output) return string.Join('\n', output);
        }
    }

    /// <summary>Starts it and waits until it is ready. One that ends because the database is away is started again, as a service manager would.</summary>
    public async Task StartAsync(string since)
    {
        condition = new(NodeState.Starting, since);
        for (var tries = 1; !await TryStartAsync(); tries++)
        {
            if (tries == 20) throw new InvalidOperationException($"Node {name} does not start:\n{Output}");
            diary.Note($"{name} could not start while the database was away (exit code {process!.ExitCode}); started again");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        condition = new(NodeState.Up, since);
    }

    public async Task KillAsync()
    {
        condition = new(NodeState.Dead, "kill");
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async Task FreezeAsync()
    {
        condition = new(NodeState.Frozen, "freeze");
        await Signals.SendAsync("STOP", process!.Id);
    }

    /// <summary>Lets it go on, and waits for its first answer.</summary>
    public async Task ThawAsync()
    {
        condition = new(NodeState.Waking, "freeze");
        await Signals.SendAsync("CONT", process!.Id);
        await Eventually.IsAsync($"{name} after its sleep", () => IsOkAsync("/graphql?query={position}"), Patience);
        condition = new(NodeState.Up, "freeze");
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task StopAsync()
    {
        condition = new(NodeState.Stopping, "restart");
        await Signals.SendAsync("TERM", process!.Id);
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode != 0) diary.Break($"{name} ended with exit code {process.ExitCode} when asked to stop");
        }
        catch (OperationCanceledException)
        {
            diary.Break($"{name} did not stop within {StopPatience.TotalSeconds} s");
            process.Kill();
            await process.WaitForExitAsync();
        }
        condition = new(NodeState.Dead, "restart");
    }

    public async ValueTask DisposeAsync()
    {
        condition = new(NodeState.Dead, "the end");
        if (process is { HasExited: false }) process.Kill();
        if (process is not null) await process.WaitForExitAsync();
        process?.Dispose();
        folder.Dispose();
    }

    private async Task<bool> TryStartAsync()
    {
        var (begun, born) = (diary.Now, new Life(FreeAddress()));
        var start = CommandRun.EventCatalog(["serve", "--data", Path.Combine(folder.Root, "data"), "--url", born.Url.ToString(), .. arguments], environment);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        process?.Dispose();
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += OnExit;
        life = born;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var started = process;
        await Eventually.IsAsync($"a ready {name}", async () => started.HasExited || await IsOkAsync("/health/ready"), Patience);
        if (!started.HasExited) return true;
        if (database.Last is not { } outage || outage.To < begun)
            throw new InvalidOperationException($"Node {name} ended at its start with exit code {started.ExitCode}:\n{Output}");
        return false;
    }

    private void OnExit(object? sender, EventArgs e)
    {
        if (condition.State is NodeState.Up or NodeState.Frozen or NodeState.Waking && ReferenceEquals(sender, process))
            diary.Break($"{name} ended by itself with exit code {((Process)sender!).ExitCode}");
    }

    private async Task<bool> IsOkAsync(string path)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            using var answer = await http.GetAsync(new Uri(life.Url, path), patience.Token);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (output)
        {
            output.Enqueue(line);
            if (output.Count > LinesKept) output.Dequeue();
        }
    }

    private static Uri FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}"));
    }
}
