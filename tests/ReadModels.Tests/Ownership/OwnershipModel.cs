using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Tests.Ownership;

/// <summary>
/// Makes up the history of some components and groups, and keeps its own account of it: of each thing, what was said about it, from when on. Who
/// owned what then is looked up by going through all that was said, without names, spans or rows.
/// </summary>
/// <param name="start">When it begins; a step is an hour.</param>
internal sealed class OwnershipModel(int seed, DateTimeOffset start)
{
    private static readonly DescriptorLocation Place = new("folder-test", "file:/shop/catalog-info.yaml", "file:/shop");
    private readonly Random _chance = new(seed);
    private readonly List<Thing> _things = [];
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<Thing, List<Said>> _told = [];
    private readonly Dictionary<Thing, List<(string Name, DateTimeOffset At, int Number)>> _namings = [];
    private IReadOnlyList<DateTimeOffset> recordedAt = [];
    private int _spoken;
    private int _events;

    /// <summary>Something with a past, whatever it is called.</summary>
    public sealed class Thing(string kind)
    {
        public string Kind => kind;
        public List<Said> All { get; } = [];
        public string Name { get; set; } = "";
        public bool Exists { get; set; }
        public bool Ended { get; set; }
        public string Id { get; init; } = "";
    }

    /// <summary>One saying: what it makes of the state before. A past says all, for a while.</summary>
    /// <param name="Event">The how manieth event of the log it is, counted from 0.</param>
    public sealed record Said(DateTimeOffset At, int Number, int Event, bool IsPast, bool IsName, Func<Truth, Truth> Change);

    public sealed record Truth(string Name, bool Exists, string? Owner, string? Title, string? Parent, string? Into);

    public sealed record Answer(string State, string? Owner, string? Title, string? Parent)
    {
        public static readonly Answer Absent = new("Absent", null, null, null);
    }

    public IReadOnlyList<Thing> Components => [.. _things.Where(thing => thing.Kind == "component")];

    public IEnumerable<DateTimeOffset> Times => _things.SelectMany(Told).Select(said => said.At).Distinct().Order();

    /// <summary>The next events, each list for one transaction; none when chance asks for what cannot be.</summary>
    public IReadOnlyList<StreamAppend> Next(int step)
    {
        var now = start.AddHours(step);
        var kind = _chance.Next(3) == 0 ? "group" : "component";
        var name = $"{kind}:default/{kind[0]}{_chance.Next(kind == "group" ? 6 : 10)}";
        var thing = _things.Find(each => !each.Ended && each.Name == name);
        if (thing is null)
            return Register(kind, name, now);
        if (!thing.Exists)
            return _chance.Next(2) == 0 && kind == "group" ? Merge(thing, now) : Say(thing, new EntityRestored(Ref(name)), now, before => before with { Exists = true }, () => thing.Exists = true);
        return _chance.Next(10) switch
        {
            0 => Say(thing, new EntityRemoved(Ref(name), "gone"), now, before => before with { Exists = false }, () => thing.Exists = false),
            1 => Rename(thing, now),
            2 => Past(thing, now),
            3 => Say(thing, Change(name, "/metadata/title", $"Title {step}"), Perhaps(thing, now), before => before with { Title = $"Title {step}" }),
            4 when kind == "group" && Group() is var parent => Say(thing, Change(name, "/spec/parent", parent), Perhaps(thing, now), before => before with { Parent = parent }),
            5 => Say(thing, new LifecycleChanged(Ref(name), null, "production"), Perhaps(thing, now), before => before),
            _ when kind == "component" && Owner() is var owner => Say(thing, new OwnerChanged(Ref(name), null, owner is null ? null : Ref(owner), owner), Perhaps(thing, now), before => before with { Owner = owner }),
            _ => [],
        };
    }

    /// <summary>When the log recorded each event, in turn: only then can it be asked.</summary>
    public void Recorded(IReadOnlyList<DateTimeOffset> times) => recordedAt = times;

    /// <summary>Who owned it, by going through all that was said up to then.</summary>
    public Answer At(Thing thing, DateTimeOffset at)
    {
        var truth = TruthOf(thing, at);
        if (truth is not { Exists: true })
            return Answer.Absent;
        if (truth.Owner is null)
            return new Answer("Unowned", null, null, null);
        var name = truth.Owner;
        Truth? owner = null;
        for (var passed = new HashSet<Thing>(); ;)
        {
            // Who was called so last, by then; or who first was, later.
            var called = _things.SelectMany(each => Namings(each).Where(naming => naming.Name == name).Select(naming => (Thing: each, naming.At, naming.Number))).ToList();
            var holder = called.Where(naming => naming.At <= at).OrderBy(naming => naming.At).ThenBy(naming => naming.Number).Select(naming => naming.Thing).LastOrDefault()
                ?? called.OrderBy(naming => naming.At).ThenBy(naming => naming.Number).Select(naming => naming.Thing).FirstOrDefault();
            if (holder is null || !passed.Add(holder))
                break;
            owner = TruthOf(holder, at, early: true)!;
            if (owner.Into is null)
                break;
            name = owner.Into;
        }

        return owner is { Exists: true } ? new Answer("Owned", owner.Name, owner.Title, owner.Parent) : new Answer("OwnerUnknown", owner?.Name ?? truth.Owner, null, null);
    }

    private List<(string Name, DateTimeOffset At, int Number)> Namings(Thing thing)
    {
        if (_namings.TryGetValue(thing, out var known))
            return known;
        var told = Told(thing);
        var namings = new List<(string, DateTimeOffset, int)>();
        string? before = null;
        for (var index = 0; index < told.Count; index++)
        {
            var name = Fold(told, index).Shown.Name;
            if (name != before)
                namings.Add((name, told[index].At, told[index].Number));
            before = name;
        }

        return _namings[thing] = namings;
    }

    private Truth? TruthOf(Thing thing, DateTimeOffset at, bool early = false)
    {
        var told = Told(thing);
        var last = told.FindLastIndex(said => said.At <= at);
        return last < 0 && !early ? null : Fold(told, Math.Max(last, 0)).Shown;
    }

    /// <summary>
    /// What was said, in the order of effect. Where that does not end in the present, which is what was said last, what differs is said again at the time
    /// when it was recorded.
    /// </summary>
    private List<Said> Told(Thing thing)
    {
        if (_told.TryGetValue(thing, out var known))
            return known;
        List<Said> told = [];
        var present = Nothing(thing);
        foreach (var said in thing.All)
        {
            // A new name comes after all that was said under the old one.
            told = InOrder([.. told, said.IsName ? said with { At = thing.All.Where(each => each.Number <= said.Number && !each.IsPast).Max(each => each.At) } : said]);
            present = said.IsPast ? present : said.Change(present);
            var (end, shown) = Fold(told, told.Count - 1);
            if (shown == present || (!shown.Exists && !present.Exists))
                continue;
            var (was, now) = (end, present);
            told = InOrder(
            [
                .. told,
                said with
                {
                    At = new[] { recordedAt[said.Event], told[^1].At }.Max(), IsPast = false,
                    Change = before => new Truth(
                        was.Name == now.Name ? before.Name : now.Name, was.Exists == now.Exists ? before.Exists : now.Exists, was.Owner == now.Owner ? before.Owner : now.Owner,
                        was.Title == now.Title ? before.Title : now.Title, was.Parent == now.Parent ? before.Parent : now.Parent, was.Into == now.Into ? before.Into : now.Into),
                },
            ]);
        }

        return _told[thing] = told;
    }

    private static List<Said> InOrder(IEnumerable<Said> said) => [.. said.OrderBy(each => each.At).ThenBy(each => each.Number)];

    private static (Truth Told, Truth Shown) Fold(List<Said> told, int last)
    {
        var truth = Nothing(null);
        foreach (var said in told.Take(last + 1).Where(said => !said.IsPast))
            truth = said.Change(truth);
        return (truth, told[last].IsPast ? told[last].Change(truth) : truth);
    }

    private static Truth Nothing(Thing? thing) => new(thing?.Id ?? "", false, null, null, null, null);

    private IReadOnlyList<StreamAppend> Register(string kind, string name, DateTimeOffset now)
    {
        var owner = kind == "component" ? Owner() : null;
        var parent = kind == "group" ? Group() : null;
        var version = _versions.GetValueOrDefault(name);
        var thing = new Thing(kind) { Name = name, Exists = true, Id = version == 0 ? name : $"{name}~{version + 1}" };
        _things.Add(thing);
        var title = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return Say(thing, new EntityRegistered(Ref(name), Place, Document(kind, title, owner, parent)), now, _ => new Truth(name, true, owner, title, parent, null));
    }

    private IReadOnlyList<StreamAppend> Rename(Thing thing, DateTimeOffset now)
    {
        var (from, to) = (thing.Name, $"{thing.Kind}:default/{thing.Kind[0]}{_chance.Next(10)}");
        if (_things.Exists(each => !each.Ended && each.Name == to))
            return [];
        var title = $"{to} renamed";
        var begin = Say(
            thing, new EntityRenamedFrom(Ref(to), Ref(from), Place, Document(thing.Kind, title, null, null)), now, before => before with { Name = to, Exists = true, Title = title }, stream: to, isName: true);
        thing.Name = to;
        return [.. begin, Append(from, new EntityRenamed(Ref(from), Ref(to)), now)];
    }

    private IReadOnlyList<StreamAppend> Merge(Thing thing, DateTimeOffset now)
    {
        var into = Group();
        if (into is null || into == thing.Name)
            return [];
        return Say(thing, new EntityMerged(Ref(thing.Name), Ref(into), "one team"), now, before => before with { Exists = false, Into = into }, () => thing.Ended = true);
    }

    private IReadOnlyList<StreamAppend> Past(Thing thing, DateTimeOffset now)
    {
        // Of when it had the name that it is recorded under.
        if (thing.All.Exists(said => said.IsName))
            return [];
        var (name, at) = (thing.Name, Before(thing, now, 48));
        var owner = thing.Kind == "component" ? Owner() : null;
        var absent = _chance.Next(3) == 0;
        return Say(
            thing, new PastVersionFound(Ref(name), absent ? null : Document(thing.Kind, "Once", owner, null), Place), at,
            _ => new Truth(name, !absent, absent ? null : owner, absent ? null : "Once", null, null), isPast: true);
    }

    private IReadOnlyList<StreamAppend> Say(
        Thing thing, EntityEvent happened, DateTimeOffset at, Func<Truth, Truth> change, Action? then = null, bool isPast = false, string? stream = null, bool isName = false)
    {
        thing.All.Add(new Said(at, _spoken++, _events, isPast, isName, change));
        then?.Invoke();
        return [Append(stream ?? thing.Name, happened, at)];
    }

    private StreamAppend Append(string name, EntityEvent happened, DateTimeOffset at)
    {
        var version = _versions.GetValueOrDefault(name);
        _versions[name] = version + 1;
        _events++;
        return new StreamAppend(EntityDecider.StreamOf(Ref(name)), version, [new NewEvent(happened, at)]);
    }

    /// <summary>Now, or, one time in three, some time since it was last registered or renamed.</summary>
    private DateTimeOffset Perhaps(Thing thing, DateTimeOffset now) => _chance.Next(3) == 0 ? Before(thing, now, 0) : now;

    private DateTimeOffset Before(Thing thing, DateTimeOffset now, int earlier)
    {
        var since = thing.All.Where(said => !said.IsPast).Min(said => said.At).AddHours(-earlier);
        return since.AddMinutes(30 * _chance.Next((int)(now - since).TotalHours * 2 + 1));
    }

    private string? Owner() => _chance.Next(8) == 0 ? null : $"group:default/g{_chance.Next(7)}";

    private string? Group() => _chance.Next(6) == 0 ? null : $"group:default/g{_chance.Next(6)}";

    private static DescriptorChanged Change(string name, string path, string? to) =>
        new(Ref(name), [new FieldChange(path, null, to is null ? null : JsonSerializer.SerializeToElement(to))]);

    private static JsonElement Document(string kind, string name, string? owner, string? parent) => JsonSerializer.SerializeToElement(
        new { kind, metadata = new { name = "n", title = name }, spec = new { owner, parent } },
        new JsonSerializerOptions { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull });

    private static EntityRef Ref(string name) => EntityRef.Parse(name);
}
