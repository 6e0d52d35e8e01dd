using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EventCatalog.EmbeddedPostgres;
using Npgsql;

namespace EventCatalog.Benchmarks.Catalog;

/// <summary>Backstage's own backend with its catalog, on an embedded PostgreSQL of its own, reading the same entities from a file.</summary>
internal sealed class BackstagePeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private readonly string[] folders;
    private readonly PostgresServer postgres;
    private readonly Process backend;

    private BackstagePeer(string[] folders, PostgresServer database, Process process, Uri url) => (this.folders, postgres, backend, Url) = (folders, database, process, url);

    public Uri Url { get; }

    /// <summary>From its start until every entity could be read.</summary>
    public TimeSpan Ready { get; private init; }

    /// <summary>The folder of its packages, when they are installed; else null.</summary>
    public static string? Find()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var peers = Path.Combine(above.FullName, "tests", "Benchmarks", "Catalog", "peers");
            if (Directory.Exists(Path.Combine(peers, "node_modules", "@backstage", "plugin-catalog-backend")))
                return peers;
        }

        return null;
    }

    public static async Task<BackstagePeer> StartAsync(string peers, GeneratedCatalog catalog)
    {
        var data = Directory.CreateTempSubdirectory("eventcatalog-backstage-data-").FullName;
        var folder = Directory.CreateTempSubdirectory("eventcatalog-backstage-").FullName;
        var database = await PostgresServer.StartAsync(new PostgresOptions(data), CancellationToken.None);
        var descriptors = Path.Combine(folder, "catalog-info.yaml");
        await File.WriteAllTextAsync(descriptors, string.Join("\n---\n", catalog.Descriptors.Select(descriptor => descriptor.GetRawText())));
        var url = FreeAddress();
        var config = Path.Combine(folder, "app-config.json");
        await File.WriteAllTextAsync(config, Configuration(url, database, descriptors));
        var clock = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(peers, "backstage.mjs"), config])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, Environment = { ["NODE_ENV"] = "production" },
        })!;
        var said = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) => { };
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // Its generated Location beside them.
        if (!await IsCompleteAsync(url, catalog.Count, process))
            throw new InvalidOperationException($"Backstage did not read {catalog.Count} entities within {Patience}: {said}");
        return new BackstagePeer([folder, data], database, process, url) { Ready = clock.Elapsed };
    }

    /// <summary>Memory of its process, without its PostgreSQL, in MB. Linux only; zero elsewhere.</summary>
    public long Megabytes => ServedCatalog.MemoryOf(backend, "VmRSS:");

    public async ValueTask DisposeAsync()
    {
        backend.Kill(entireProcessTree: true);
        await backend.WaitForExitAsync();
        backend.Dispose();
        await postgres.DisposeAsync();
        Array.ForEach(folders, folder => Directory.Delete(folder, recursive: true));
    }

    private static async Task<bool> IsCompleteAsync(Uri url, int entities, Process process)
    {
        using var http = new HttpClient { BaseAddress = url };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !process.HasExited; await Task.Delay(500))
        {
            try
            {
                using var answer = await http.GetAsync("/api/catalog/entities/by-query?limit=0");
                if (answer.IsSuccessStatusCode && JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("totalItems").GetInt32() >= entities)
                    return true;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        return false;
    }

    private static string Configuration(Uri url, PostgresServer database, string descriptors)
    {
        var to = new NpgsqlConnectionStringBuilder(database.SuperuserConnectionString);
        return JsonSerializer.Serialize(new
        {
            app = new { baseUrl = url },
            backend = new
            {
                baseUrl = url.ToString().TrimEnd('/'),
                listen = new { host = "127.0.0.1", port = url.Port },
                database = new { client = "pg", connection = new { host = to.Host, port = to.Port, user = to.Username, password = to.Password } },
                auth = new { dangerouslyDisableDefaultAuthPolicy = true },
            },
            catalog = new
            {
                rules = new[] { new { allow = new[] { "Component", "API", "Resource", "System", "Group", "User", "Location" } } },
                locations = new[] { new { type = "file", target = descriptors } },
            },
        });
    }

    private static Uri FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}"));
    }
}
