using System.Diagnostics;
using System.Text;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A program that ran to its end.</summary>
public sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The built eventcatalog beside this test, as <c>dotnet eventcatalog.dll</c>, without the settings of whoever runs the tests.</summary>
    public static ProcessStartInfo EventCatalog(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "eventcatalog.dll"), .. arguments]);
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        return start;
    }

    public static Task<CommandRun> OfEventCatalogAsync(params string[] arguments) => OfAsync(EventCatalog(arguments));

    public static async Task<CommandRun> OfAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new CommandRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>For the message of a failed assertion: everything it said.</summary>
    public string All => $"exit code {ExitCode}\n{Output}\n{Errors}";

    private static bool IsSetting(string name) =>
        name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Catalog__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("EVENTCATALOG_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase);
}
