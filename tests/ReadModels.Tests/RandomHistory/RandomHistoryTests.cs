using System.Globalization;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.PostgresFixture;
using EventCatalog.ReadModels.Differences;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using EntityChange = EventCatalog.ReadModels.Differences.EntityChange;

namespace EventCatalog.ReadModels.Tests.RandomHistory;

/// <summary>
/// Random changes over a tenth as many entities, late ones among them; what the catalog says of random instants is what the test's own copy says (D1, D12).
/// <c>EVENTCATALOG_TEST_SEED</c> makes it another life, <c>EVENTCATALOG_TEST_CHANGES</c> a longer one: 20000 is the size that issue 6 asks for.
/// </summary>
public sealed class RandomHistoryTests(RandomHistoryTests.Life life, ITestOutputHelper output) : IClassFixture<RandomHistoryTests.Life>
{
    private const int Instants = 50;
    private const int Pairs = 1000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_of_any_instant_the_catalog_says_what_the_copy_says()
    {
        output.WriteLine(life.ToString());
        var (entities, relations) = (life.Catalog.Query<EntityQueries>(), life.Catalog.Query<RelationQueries>());
        foreach (var at in life.RandomInstants(Instants).Append(AsOf.Present).OrderBy(Notebook.KnownBy))
        {
            var copy = life.Notebook.At(at);
            var found = await entities.FindAsync(life.Names, at, Ct);
            Same(found.Values.Select(Line), copy.Entities, $"entities at {at}");
            (await entities.PageAsync(null, null, null, new PageArguments(1, null, null, Backward: false), withTotal: true, at, Ct)).TotalCount.ShouldBe(found.Count, $"how many at {at}");
            Same(
                (await relations.OfAsync(life.Names, at, Ct)).SelectMany(of => of.Value.Select(relation => $"{of.Key} {relation.Type} {relation.TargetRef}")),
                copy.Relations.Where(edge => life.Names.Contains(edge.Split(' ')[0])), $"relations at {at}");

            var facets = await entities.FacetsAsync(["spec.lifecycle", "metadata.title", "relations.ownedBy"], null, null, at, Ct);
            foreach (var (facet, field) in facets.Zip((string[])[Field.Lifecycle, Field.Title, Field.Owner]))
                Same(facet.Values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Value} {value.Count}")), copy.Counts(field), $"{facet.Path} at {at}");

            var word = life.Any(Generator.Words);
            Same(await RefsAsync(null, word), copy.Titled(word), $"\"{word}\" at {at}");
            var group = life.Any([.. life.Names.Where(name => name.StartsWith("group:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);
            Same(await RefsAsync(new EntityFilter { Owner = [EntityRef.Parse(group)] }, null), copy.OwnedBy(group), $"owned by {group} at {at}");

            async Task<IEnumerable<string>> RefsAsync(EntityFilter? filter, string? search) =>
                (await entities.PageAsync(filter, search, null, new PageArguments(10_000, null, null, Backward: false), withTotal: false, at, Ct)).Nodes.Select(entity => entity.Ref);
        }
    }

    /// <summary>Of some entities each time, of all now and then.</summary>
    [Fact]
    public async Task What_changed_between_two_instants_makes_the_one_of_the_other_and_names_its_events()
    {
        output.WriteLine(life.ToString());
        var (differences, events) = (life.Catalog.Query<DifferenceQueries>(), life.Catalog.Query<ChangeEvents>());
        string[] all = [.. life.Names.Order(StringComparer.Ordinal)];
        var instants = life.RandomInstants(Pairs * 2).ToList();
        var lines = 0;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (from, to) = (instants[pair], instants[pair + Pairs]);
            HashSet<string> some = pair % 250 == 0 ? [.. all] : [.. Enumerable.Range(0, 12).Select(_ => life.Any(all))];
            var filter = new EntityFilter { Refs = [.. some.Select(name => EntityRef.Parse(name))] };
            var changes = await differences.BetweenAsync(from, to, filter, Ct);
            var world = await ShownAsync([.. some.Union(changes.Select(change => change.PreviousRef ?? change.Ref), StringComparer.Ordinal)], from);
            var after = await ShownAsync([.. some.Union(changes.Select(change => change.Ref), StringComparer.Ordinal)], to);
            Apply(changes, world, after);
            foreach (var name in some)
                AreSame(world.GetValueOrDefault(name), after.GetValueOrDefault(name)).ShouldBeTrue($"{name} from {from} to {to}: {world.GetValueOrDefault(name)} {after.GetValueOrDefault(name)}");

            lines += changes.Count;
            if (pair % 10 == 1 && changes.Count > 0)
                (await events.OfAsync(life.Any(changes), Ct)).ShouldNotBeEmpty();
            if (pair % 20 == 0)
                (await differences.BetweenAsync(from, from, null, Ct)).ShouldBeEmpty($"{from}");
        }

        lines.ShouldBeGreaterThan(Pairs);
    }

    private async Task<Dictionary<string, JsonElement>> ShownAsync(IReadOnlyCollection<string> names, AsOf at) =>
        (await life.Catalog.Query<EntityQueries>().FindAsync(names, at, Ct)).ToDictionary(
            found => found.Key, found => FinalEntity.Of(found.Value.Descriptor, found.Value.Location, found.Value.Orphaned), StringComparer.Ordinal);

    /// <summary>First all that goes, because one may take the name that another gives up.</summary>
    private static void Apply(IReadOnlyList<EntityChange> changes, Dictionary<string, JsonElement> world, Dictionary<string, JsonElement> after)
    {
        var before = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var change in changes.Where(change => change.Kind is not ChangeKind.Added))
        {
            world.Remove(change.PreviousRef ?? change.Ref, out var was).ShouldBeTrue($"{change}");
            before[change.PreviousRef ?? change.Ref] = was;
        }

        foreach (var change in changes.Where(change => change.Kind is not ChangeKind.Removed))
        {
            world[change.Ref] = change.Kind is ChangeKind.Added
                ? after[change.Ref]
                : FieldChange.Apply(before[change.PreviousRef ?? change.Ref], change.Fields.Select(field => new FieldChange(field.Path, field.Before, field.After)));
        }
    }

    private static bool AreSame(JsonElement one, JsonElement other) => one.ValueKind is JsonValueKind.Undefined || other.ValueKind is JsonValueKind.Undefined
        ? one.ValueKind == other.ValueKind
        : FieldChange.Between(one, other).All(change => string.Equals(Items(change.From), Items(change.To), StringComparison.Ordinal));

    private static string Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items ? string.Join('\n', items.EnumerateArray().Select(item => item.GetRawText()).Order(StringComparer.Ordinal)) : list?.ToString() ?? "";

    private static string Line(EntityVersion version) => Copy.Line(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [Field.Name] = version.Ref,
        [Field.Owner] = version.Owner?["group:default/".Length..],
        [Field.Lifecycle] = version.Lifecycle,
        [Field.Title] = Descriptor.Text(version.Descriptor, "metadata", "title"),
        [Field.DependsOn] = Descriptor.At(version.Descriptor, "spec", "dependsOn") is { } list ? string.Join(' ', list.EnumerateArray().Select(item => item.GetString())) : null,
        [Field.Place] = version.Location.Target["file:/shop/".Length..],
        [Field.Orphaned] = version.Orphaned ? "yes" : null,
    });

    private static void Same(IEnumerable<string> said, IEnumerable<string> expected, string what)
    {
        var (ours, theirs) = (said.Order(StringComparer.Ordinal).ToList(), expected.Order(StringComparer.Ordinal).ToList());
        if (!ours.SequenceEqual(theirs, StringComparer.Ordinal))
            throw new ShouldAssertException($"{what}: said {string.Join("; ", ours.Except(theirs, StringComparer.Ordinal).Take(3))}; expected {string.Join("; ", theirs.Except(ours, StringComparer.Ordinal).Take(3))} ({ours.Count} and {theirs.Count})");
    }

    /// <summary>The life is lived once: most of it before the read models are built, the rest while they follow.</summary>
    public sealed class Life : IAsyncLifetime
    {
        private readonly int seed = Number("EVENTCATALOG_TEST_SEED", 20_261_122);
        private readonly int changes = Number("EVENTCATALOG_TEST_CHANGES", 2_000);
        private Random chance = new(1);
        private DateTimeOffset last;

        internal Notebook Notebook { get; private set; } = null!;
        public Catalog Catalog { get; private set; } = null!;
        public HashSet<string> Names { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            var generator = new Generator(seed, changes / 10);
            var notes = generator.Run(changes);
            (Names, last, chance) = (generator.Names, generator.Last, new Random(seed));
            var database = await TestPostgres.NewDatabaseAsync(async template => await new EventLog(template, Types).MigrateAsync(Ct), "event-log");
            var log = new EventLog(database, Types);
            await AppendAsync(log, notes.Take(changes * 9 / 10));
            Catalog = await Catalog.OverAsync(database);
            await Catalog.WaitAsync(Catalog.Position);
            await AppendAsync(Catalog.Log, notes.Skip(changes * 9 / 10));
            Notebook = new Notebook(notes);
            Notebook.Settle(await ReadAsync(log));
            await Catalog.WaitAsync(Notebook.LastPosition);
        }

        public ValueTask DisposeAsync() => Catalog.DisposeAsync();

        public T Any<T>(IReadOnlyList<T> several) => several[chance.Next(several.Count)];

        /// <summary>Positions, times, and times as far as was known at a position.</summary>
        public IEnumerable<AsOf> RandomInstants(int count) => Enumerable.Range(0, count).Select(number => (number % 3) switch
        {
            0 => new AsOf.AtPosition(Position()),
            1 => (AsOf)new AsOf.AtTime(Time()),
            _ => new AsOf.AtTime(Time()) { KnownAt = Position() },
        });

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"EVENTCATALOG_TEST_SEED={seed} EVENTCATALOG_TEST_CHANGES={changes}");

        private static readonly EventTypes Types = new EventTypes().Add(CatalogEvents.All);

        private long Position() => chance.NextInt64(1, Notebook.LastPosition + 1);

        // Now and then a time at which everything has long been recorded.
        private DateTimeOffset Time() => chance.Next(8) == 0 ? DateTimeOffset.MaxValue.AddYears(-1) : Generator.First.AddMinutes(chance.NextInt64(0, (long)(last - Generator.First).TotalMinutes));

        /// <summary>A few hundred streams at once; what renames or follows on the same stream goes with the next.</summary>
        private static async Task AppendAsync(EventLog log, IEnumerable<Note> notes)
        {
            var waiting = new Dictionary<string, List<NewEvent>>(StringComparer.Ordinal);
            foreach (var note in notes)
            {
                if (waiting.Count >= 500 || note.GivesUp is not null)
                    await FlushAsync();
                Add(note.Name, new NewEvent(note.Event, note.Effective, Id: note.Id));
                if (note.Event is not EntityEvent.EntityRenamedFrom renamed)
                    continue;
                Add(renamed.From.ToString(), new NewEvent(new EntityEvent.EntityRenamed(renamed.From, renamed.Entity), note.Effective));
                await FlushAsync();
            }

            await FlushAsync();

            void Add(string name, NewEvent happened)
            {
                var stream = EntityDecider.StreamOf(EntityRef.Parse(name));
                if (!waiting.TryGetValue(stream, out var events))
                    waiting.Add(stream, events = []);
                events.Add(happened);
            }

            async Task FlushAsync()
            {
                await log.AppendAsync([.. waiting.Select(stream => new StreamAppend(stream.Key, ExpectedVersion.Any, stream.Value))], new AppendContext("tester"), Ct);
                waiting.Clear();
            }
        }

        private static async Task<Dictionary<Guid, RecordedEvent>> ReadAsync(EventLog log)
        {
            var events = new Dictionary<Guid, RecordedEvent>();
            for (long after = 0; await log.ReadAsync(after, 5000, Ct) is { Count: > 0 } page; after = page[^1].Position)
            {
                foreach (var recorded in page)
                    events.Add(recorded.Id, recorded);
            }

            return events;
        }

        private static int Number(string variable, int otherwise) =>
            int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }
}
