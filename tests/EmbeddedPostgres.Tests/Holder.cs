using System.Diagnostics;

namespace EventCatalog.EmbeddedPostgres.Tests;

/// <summary>The small program in tests/PostgresHolder as a process of its own, for tests that need a second one or one to kill.</summary>
internal sealed class Holder : IAsyncDisposable
{
    private readonly Process process;

    private Holder(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>Its first line; "" when it was killed before it said anything.</summary>
    public async Task<string> SaysAsync() => await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";

    /// <param name="prefix">A command that runs it as somebody else; empty: as this user.</param>
    public static Holder Start(IEnumerable<string> arguments, IEnumerable<string>? prefix = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] command = [.. prefix ?? [], Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : DotnetHost(), "exec", Path.Combine(AppContext.BaseDirectory, "EventCatalog.PostgresHolder.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        return new Holder(Process.Start(start)!);
    }

    /// <summary>kill -9, as the kernel does it when memory is short.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Closes its input and waits for its end.</summary>
    public async Task<int> LeaveAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await LeaveAsync();
        process.Dispose();
    }

    private static string DotnetHost() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Tool.Find("dotnet") ?? throw new InvalidOperationException("There is no dotnet on the PATH.");
}
