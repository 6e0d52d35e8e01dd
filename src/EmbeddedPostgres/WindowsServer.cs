namespace EventCatalog.EmbeddedPostgres;

/// <summary>
/// On Windows pg_ctl starts the server: it gives up administrator rights, which the server refuses to run with, and detaches it
/// from the console.
/// </summary>
internal static class WindowsServer
{
    /// <summary>Completes only when the server could not be started.</summary>
    public static async Task<int> Start(Binaries binaries, string cluster, IReadOnlyList<string> settings, string log)
    {
        var options = string.Join(' ', settings.Select(setting => $"-c \"{setting}\""));
        var result = await Tool.RunAsync([Binaries.Program(binaries.Folder, "pg_ctl"), "start", "-W", "-s", "-D", cluster, "-l", log, "-o", options], input: null, CancellationToken.None);
        if (result.Succeeded) await Task.Delay(Timeout.InfiniteTimeSpan);
        return result.ExitCode;
    }
}
