using System.Globalization;
using EventCatalog.EmbeddedPostgres.Platform;

namespace EventCatalog.EmbeddedPostgres.Tests;

/// <summary>A data folder for one test. At its end no PostgreSQL may run on it any more; a forgotten one is killed and fails the test.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-" + Guid.NewGuid().ToString("N")[..12])).FullName;

    public string Data => Path.Combine(root, "data");

    public string Cluster => Path.Combine(Data, "pg-18");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    public int ServerId => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    public string Beside(string name) => Path.Combine(root, name);

    public Task<PostgresServer> StartAsync() => PostgresServer.StartAsync(new PostgresOptions(Data), TestContext.Current.CancellationToken);

    /// <summary>The servers whose command line names this folder. A server's child looks the same for a moment, so children are left out.</summary>
    public IReadOnlyList<int> Servers()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var named = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!).Where(name => name.All(char.IsDigit))
            .Where(id => Read(id, "cmdline") is var words && words.Contains(root, StringComparison.Ordinal) && words.Contains("\0-D\0", StringComparison.Ordinal))
            .ToDictionary(id => id, id => Read(id, "stat").Split(") ")[^1].Split(' ').ElementAtOrDefault(1), StringComparer.Ordinal);
        return [.. named.Where(process => process.Value is { } parent && !named.ContainsKey(parent)).Select(process => int.Parse(process.Key, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        var forgotten = Servers();
        foreach (var id in forgotten) Posix.Signal(id, Posix.Quit);
        foreach (var id in forgotten) SpinWait.SpinUntil(() => !Posix.IsAlive(id), TimeSpan.FromSeconds(10));
        Directory.Delete(root, recursive: true);
        forgotten.ShouldBeEmpty("a PostgreSQL was left running");
    }

    private static string Read(string processId, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it ended while we looked
        }
    }
}
