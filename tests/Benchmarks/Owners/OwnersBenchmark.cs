using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Benchmarks.Rebuild;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Ownership;
using Npgsql;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Benchmarks.Owners;

/// <summary>
/// Who owned one of 15,000 entities when, after a year in which entities changed hands and a tenth of 500 teams a month had another title or parent: the
/// timeline of one entity, asked one after another; and how fast the read model follows. Ends with 1 when a budget is not met.
/// </summary>
internal static class OwnersBenchmark
{
    private const int Entities = 15_000;
    private const int Rounds = 12;
    private const int Teams = 500;
    private const int Asked = 2_000;
    private const double Budget = 10;

    public static async Task<int> RunAsync(string? file)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-owners-").FullName;
        try
        {
            await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder), CancellationToken.None);
            await using var database = NpgsqlDataSource.Create(server.ConnectionString);
            var log = new EventStore.EventLog(database, new EventTypes().Add(CatalogEvents.All));
            await log.MigrateAsync();
            await log.ImportAsync(Appends(), new AppendContext("benchmark"));
            var (events, followed) = await FollowAsync(log, database);
            var (p50, p95, p99) = await AskAsync(new OwnershipQueries(database));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"follow, page 1000: {events / followed.TotalSeconds:0} events a second ({events} events)"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"timeline of one entity: {p50:0.00} ms median, {p95:0.00} ms p95 (budget {Budget} ms), {p99:0.00} ms p99"));
            if (file is not null)
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, events, rate = events / followed.TotalSeconds, p50, p95, p99, Budget }, JsonSerializerOptions.Web));
            return p95 <= Budget ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Events, TimeSpan Took)> FollowAsync(EventStore.EventLog log, NpgsqlDataSource database)
    {
        var projection = new OwnershipProjection();
        await using var connection = await database.OpenConnectionAsync();
        await ExecuteAsync(connection, $"create schema {OwnershipProjection.Schema}; set search_path = {OwnershipProjection.Schema}, public; {projection.Ddl}{projection.Indexes}");
        var (events, started) = (0, Stopwatch.GetTimestamp());
        for (long after = 0; await log.ReadAsync(after, 1000) is { Count: > 0 } page; after = page[^1].Position)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await projection.ApplyAsync(page, connection, CancellationToken.None);
            await transaction.CommitAsync();
            events += page.Count;
        }

        var took = Stopwatch.GetElapsedTime(started);
        await ExecuteAsync(connection, "vacuum analyze ownership_fact; vacuum analyze ownership_change");
        return (events, took);
    }

    private static async Task<(double P50, double P95, double P99)> AskAsync(OwnershipQueries queries)
    {
        var chance = new Random(7);
        var times = new List<double>();
        for (var question = 0; question < Asked + 200; question++)
        {
            var id = $"component:default/service-{chance.Next(Entities).ToString(CultureInfo.InvariantCulture)}";
            var started = Stopwatch.GetTimestamp();
            var spans = await queries.TimelinesAsync([id], AsOf.Present, CancellationToken.None);
            // The first ones wake what sleeps.
            if (question >= 200)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (spans[id].Count == 0)
                throw new InvalidOperationException($"{id} has no timeline");
        }

        times.Sort();
        return (times[Asked / 2], times[Asked * 95 / 100], times[Asked * 99 / 100]);
    }

    /// <summary>The teams, then round after round what happened to entities and to a tenth of the teams.</summary>
    private static async IAsyncEnumerable<StreamAppend> Appends()
    {
        var round = 0;
        foreach (var appends in CatalogHistory.Rounds(Entities, Rounds))
        {
            var now = appends[0].Events[0].EffectiveAt;
            for (var team = 0; team < Teams; team++)
            {
                if (round == 0)
                    yield return Of(team, 0, new EntityRegistered(RefOf(team), Place, JsonElement.Parse($$$"""{"kind":"Group","metadata":{"name":"team-{{{Text(team)}}}"},"spec":{"type":"team","children":[]}}""")), now.AddDays(-1));
                else if (team % 10 == round % 10)
                    yield return Of(team, ExpectedVersion.Any, new DescriptorChanged(RefOf(team), [new FieldChange(round % 2 == 0 ? "/spec/parent" : "/metadata/title", null, JsonSerializer.SerializeToElement($"of-{Text(round)}"))]), now.AddHours(1));
            }

            foreach (var append in appends)
                yield return append with { Events = [.. append.Events.Select((each, index) => each with { Id = IdOf($"{append.Stream} {append.ExpectedVersion} {index}") })] };
            round++;
            await Task.Yield();
        }
    }

    private static readonly DescriptorLocation Place = new("shop", "file:/shop/teams.yaml", "file:/shop");

    private static StreamAppend Of(int team, long version, EntityEvent happened, DateTimeOffset at) =>
        new(EntityDecider.StreamOf(RefOf(team)), version, [new NewEvent(happened, at, Id: IdOf($"team {Text(team)} {at:O}"))]);

    private static Guid IdOf(string text) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static EntityRef RefOf(int team) => new("group", EntityRef.DefaultNamespace, $"team-{Text(team)}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
