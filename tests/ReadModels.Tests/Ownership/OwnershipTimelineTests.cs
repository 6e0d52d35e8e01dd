using System.Globalization;
using EventCatalog.EventStore;
using EventCatalog.PostgresFixture;
using EventCatalog.Domain;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Ownership;
using Npgsql;

namespace EventCatalog.ReadModels.Tests.Ownership;

public sealed class OwnershipTimelineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>EVENTCATALOG_SEED tries another history.</summary>
    [Fact]
    public async Task Whatever_happened_to_entities_and_owners_spans_tile_the_life_of_each_as_a_model_of_its_own_says()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("EVENTCATALOG_SEED"), CultureInfo.InvariantCulture, out var given) ? given : 20260501;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        // Half of it took effect before it is recorded, half after.
        var now = DateTimeOffset.UtcNow;
        var model = new OwnershipModel(seed, new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(-350));
        var types = new EventTypes().Add(CatalogEvents.All);
        await using var database = await TestPostgres.NewDatabaseAsync(async template => await new EventLog(template, types).MigrateAsync(Ct), "event-log");
        var log = new EventLog(database, types);
        for (var step = 0; step < 700; step++)
        {
            if (model.Next(step) is { Count: > 0 } appends)
                await log.AppendAsync(appends, new AppendContext("tester"), Ct);
        }

        var projection = new OwnershipProjection();
        await using var connection = await database.OpenConnectionAsync(Ct);
        await ExecuteAsync(connection, $"create schema {OwnershipProjection.Schema}; set search_path = {OwnershipProjection.Schema}, public");
        await ExecuteAsync(connection, projection.Ddl + projection.Indexes);
        // Pages of many sizes, each applied twice.
        for (long after = 0, size = 1; await log.ReadAsync(after, (int)size, Ct) is { Count: > 0 } page; after = page[^1].Position, size = size % 60 + 1)
        {
            await projection.ApplyAsync(page, connection, Ct);
            await projection.ApplyAsync(page, connection, Ct);
        }

        var queries = new OwnershipQueries(database);
        var timelines = await queries.TimelinesAsync([.. model.Components.Select(thing => thing.Id)], AsOf.Present, Ct);
        var changes = (await queries.ChangesAsync(null, new PageArguments(1000, null, null, Backward: false), withTotal: true, Ct)).Nodes.ToList();
        var events = (await log.ReadAsync(0, 10_000, Ct)).ToDictionary(recorded => recorded.Position);
        model.Recorded([.. events.Values.OrderBy(recorded => recorded.Position).Select(recorded => recorded.RecordedAt)]);
        var instants = model.Times.SelectMany(time => new[] { time.AddMinutes(-7), time }).ToList();
        var kinds = new HashSet<OwnershipChangeKind>();
        foreach (var thing in model.Components)
        {
            var spans = timelines[thing.Id];
            spans.Zip(spans.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
            spans.ShouldAllBe(span => span.To == null || span.To > span.From);
            spans.ShouldAllBe(span => events[span.Position].EffectiveAt == span.From || events[span.Position].RecordedAt <= span.From);
            foreach (var instant in instants)
            {
                var said = model.At(thing, instant);
                var span = spans.SingleOrDefault(each => each.From <= instant && (each.To is null || instant < each.To));
                var read = span is null ? OwnershipModel.Answer.Absent : new OwnershipModel.Answer(span.State.ToString(), span.OwnerRef, span.OwnerTitle, span.ParentRef);
                read.ShouldBe(said, $"{thing.Id} at {instant:O}, seed {seed}");
            }

            // What changed hands is where spans meet; the end of the last one, too.
            var own = changes.Where(change => change.Id == thing.Id).ToList();
            foreach (var span in spans.Where(span => span.OwnerRef is not null))
                own.ShouldContain(change => change.At == span.From && change.Position == span.Position && change.ToRef == span.OwnerRef);
            kinds.UnionWith(spans.Select(span => span.Kind));
        }

        kinds.ShouldBe(Enum.GetValues<OwnershipChangeKind>(), ignoreOrder: true);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
