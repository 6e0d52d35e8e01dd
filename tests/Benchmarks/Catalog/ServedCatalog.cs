using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Benchmarks.Catalog;

/// <summary>The real portal in a process of its own, on a data folder with a generated catalog. Both end with this.</summary>
internal sealed class ServedCatalog : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string root;
    private readonly Process program;

    private ServedCatalog(string folder, Process portal, Uri url) => (root, program, Url) = (folder, portal, url);

    public Uri Url { get; }

    /// <summary>From the portal's start until everything in the log could be read.</summary>
    public TimeSpan Ready { get; private init; }

    public static async Task<ServedCatalog> StartAsync(GeneratedCatalog catalog)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-catalog-").FullName;
        var mark = await FillAsync(folder, catalog);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        probe.Stop();
        var clock = Stopwatch.StartNew();
        var portal = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "eventcatalog.dll"), "serve", "--data", folder, "--url", url.ToString()]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        portal.OutputDataReceived += (_, _) => { };
        portal.BeginOutputReadLine();
        try
        {
            await ReachedAsync(url, mark, portal);
            return new ServedCatalog(folder, portal, url) { Ready = clock.Elapsed };
        }
        catch
        {
            portal.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Memory of the portal, without its PostgreSQL, in MB: now, and the most it ever held. Linux only; zero elsewhere.</summary>
    public (long Now, long Peak) Megabytes => (MemoryOf(program, "VmRSS:"), MemoryOf(program, "VmHWM:"));

    /// <summary>A figure of <c>/proc/…/status</c> in MB.</summary>
    public static long MemoryOf(Process process, string line) => OperatingSystem.IsLinux()
        ? long.Parse(File.ReadLines($"/proc/{process.Id}/status").First(each => each.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024
        : 0;

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync();
        await program.WaitForExitAsync();
        program.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private static async Task<long> FillAsync(string folder, GeneratedCatalog catalog)
    {
        await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder), CancellationToken.None);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var log = new EventStore.EventLog(database, new EventTypes().Add(CatalogEvents.All));
        await log.MigrateAsync();
        await catalog.FillAsync(log);
        return await log.MarkAsync();
    }

    private static async Task ReachedAsync(Uri url, long mark, Process portal)
    {
        using var http = new HttpClient { BaseAddress = url };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !portal.HasExited; await Task.Delay(50))
        {
            try
            {
                using var answer = await http.GetAsync("/api/catalog/entities/by-query?limit=0");
                if (answer.IsSuccessStatusCode && answer.Headers.TryGetValues("X-Position", out var reached) && long.Parse(reached.First(), CultureInfo.InvariantCulture) >= mark)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new InvalidOperationException($"The portal did not read its log up to @{mark}");
    }
}
