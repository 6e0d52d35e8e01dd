using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Benchmarks.Rebuild;
using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using EventCatalog.ReadModels;
using Npgsql;

namespace EventCatalog.Benchmarks.History;

/// <summary>A figure and what it must not be beyond.</summary>
/// <param name="IsFloor">The figure must be at least this, not at most.</param>
internal sealed record Budgeted(string Name, double Found, double Budget, string Unit, bool IsFloor = false)
{
    public bool IsMet => IsFloor ? Found >= Budget : Found <= Budget;
}

/// <summary>
/// What remembering costs, on 15,000 entities with a year of changes: checking the whole log, asking for the past beside asking for now, and the ownership
/// timeline of one entity. Ends with 1 when a budget is not met.
/// </summary>
internal static class HistoryBenchmark
{
    private const int Entities = 15_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(int events, int rounds, string? file)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-history-").FullName;
        try
        {
            await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder), CancellationToken.None);
            await using var database = NpgsqlDataSource.Create(server.ConnectionString);
            var figures = await MeasureAsync(database, new SigningKeyFile(Path.Combine(folder, "anchors.pem")), events, rounds);
            foreach (var each in figures)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{each.Name,-52} {each.Found,12:N2} {each.Unit,-9} {(each.IsFloor ? "at least" : "at most")} {each.Budget:N0}: {(each.IsMet ? "met" : "not met")}"));
            if (file is not null)
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, events, figures }, JsonSerializerOptions.Web));
            return figures.TrueForAll(figure => figure.IsMet) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<Budgeted>> MeasureAsync(NpgsqlDataSource database, SigningKeyFile key, int events, int rounds)
    {
        var log = new EventStore.EventLog(database, new EventTypes().Add(CatalogEvents.All));
        await log.MigrateAsync();
        var anchors = new Anchors(database, log, new AnchorOptions(), key);
        await SayAsync("importing the log", () => FillAsync(log, events));
        await SayAsync("anchoring it", async () =>
        {
            while (await anchors.MakeNowAsync(CancellationToken.None) is not null)
            {
            }
        });
        var mark = await log.MarkAsync();
        var followers = new Followers(log, database, AllReadModels.Projections, new FollowerOptions());
        using var stop = new CancellationTokenSource();
        var following = followers.RunAsync(stop.Token);
        await SayAsync("building the read models", () => followers.WaitForAsync(mark, TimeSpan.FromHours(1), CancellationToken.None));
        await stop.CancelAsync();
        await following;
        await using (var analyze = database.CreateCommand("vacuum analyze"))
        {
            analyze.CommandTimeout = 0;
            await analyze.ExecuteNonQueryAsync();
        }

        List<Budgeted> figures = [await VerifyAsync(log, anchors, mark), await PacedAsync(database, log), await FileAsync(database, log, key, mark)];
        await using var asked = new AskedHistory(database, log, followers);
        figures.AddRange(await asked.MeasureAsync(Entities, mark, Start, rounds));
        return figures;
    }

    /// <summary>As many rounds of changes as give so many events, over a year.</summary>
    private static async Task FillAsync(EventStore.EventLog log, int events)
    {
        var rounds = Math.Max(events / Entities, 2);
        var step = TimeSpan.FromDays(365) / rounds;
        var number = 0;
        foreach (var round in CatalogHistory.Rounds(Entities, rounds))
        {
            var at = Start + (number++ * step);
            await log.ImportAsync(
                round.Select(append => append with { Events = [.. append.Events.Select(e => e with { EffectiveAt = at, Id = Guid.CreateVersion7() })] }).ToAsyncEnumerable(), new AppendContext("benchmark"));
        }
    }

    private static async Task<Budgeted> VerifyAsync(EventStore.EventLog log, Anchors anchors, long mark)
    {
        var clock = Stopwatch.StartNew();
        var (chain, anchored) = (await log.VerifyAsync(), await anchors.VerifyAsync(CancellationToken.None));
        if (chain.FirstBreak is not null || anchored.FirstBreak is not null || anchored.Signed == 0)
            throw new InvalidOperationException($"The log of the benchmark does not hold: {chain} {anchored}");
        return new Budgeted($"verify of {mark:N0} events, chain and anchors", chain.Checked / clock.Elapsed.TotalSeconds, 100_000, "events/s", IsFloor: true);
    }

    /// <summary>What the page *Audit* starts. No promise was made of it; the floor is what makes a million events a matter of two minutes.</summary>
    private static async Task<Budgeted> PacedAsync(NpgsqlDataSource database, EventStore.EventLog log)
    {
        var clock = Stopwatch.StartNew();
        var report = await new PacedVerification(database, log).RunAsync(share: 0.5, null, CancellationToken.None);
        if (report.Problem is not null)
            throw new InvalidOperationException($"The log of the benchmark does not hold: {report.Problem}");
        return new Budgeted("verify as the portal does, at half speed", report.Checked / clock.Elapsed.TotalSeconds, 8_000, "events/s", IsFloor: true);
    }

    /// <summary>A tenth of the log as a file, checked by itself. No promise was made of it; the floor is what makes a million events a matter of a minute.</summary>
    private static async Task<Budgeted> FileAsync(NpgsqlDataSource database, EventStore.EventLog log, SigningKeyFile key, long mark)
    {
        using var file = new MemoryStream();
        await new AuditExport(database, log, key).WriteAsync(file, new AuditRequest(1, mark / 10, null, null, "benchmark"), null, CancellationToken.None);
        file.Position = 0;
        var clock = Stopwatch.StartNew();
        var report = await AuditCheck.VerifyAsync(file, null, CancellationToken.None);
        if (report.Fault is not null)
            throw new InvalidOperationException($"The file of the benchmark does not hold: {report.Fault}");
        return new Budgeted($"verify of a file of {report.Events:N0} events, {file.Length / 1024 / 1024} MiB", report.Events / clock.Elapsed.TotalSeconds, 10_000, "events/s", IsFloor: true);
    }

    private static async Task SayAsync(string what, Func<Task> act)
    {
        var clock = Stopwatch.StartNew();
        await act();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalSeconds:0.0} s"));
    }
}
