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
internal sealed class OwnershipModel(int seed)
{
    private static readonly DescriptorLocation Place = new("folder-test", "file:/shop/catalog-info.yaml", "file:/shop");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Random _chance = new(seed);
    private readonly List<Thing> _things = [];
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private int _spoken;

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
    public sealed record Said(DateTimeOffset At, int Number, bool IsPast, Func<Truth, Truth> Change);

    public sealed record Truth(string Name, bool Exists, string? Owner, string? Title, string? Parent, string? Into);

    public sealed record Answer(string State, string? Owner, string? Title, string? Parent)
    {
        public static readonly Answer Absent = new("Absent", null, null, null);
    }

    public IReadOnlyList<Thing> Components => [.. _things.Where(thing => thing.Kind == "component")];

    public IEnumerable<DateTimeOffset> Times => _things.SelectMany(thing => thing.All).Select(said => said.At).Distinct().Order();

    /// <summary>The next events, each list for one transaction; none when chance asks for what cannot be.</summary>
    public IReadOnlyList<StreamAppend> Next(int step)
    {
        var now = Start.AddHours(step);
        var kind = _chance.Next(3) == 0 ? "group" : "component";
        var name = $"{kind}:default/{kind[0]}{_chance.Next(kind == "group" ? 6 : 10)}";
        var thing = _things.Find(each => !each.Ended && each.Name == name);
        if (thing is null)
            return Register(kind, name, now);
        if (!thing.Exists)
            return _chance.Next(4) == 0 && kind == "group" ? Merge(thing, now) : Say(thing, new EntityRestored(Ref(name)), now, before => before with { Exists = true }, () => thing.Exists = true);
        return _chance.Next(10) switch
        {
            0 => Say(thing, new EntityRemoved(Ref(name), "gone"), now, before => before with { Exists = false }, () => thing.Exists = false),
            1 => Rename(thing, now),
            2 => Past(thing, now),
            3 => Say(thing, Change(name, "/metadata/title", $"Title {step}"), Perhaps(thing, now), before => before with { Title = $"Title {step}" }),
            4 when kind == "group" && Group() is var parent => Say(thing, Change(name, "/spec/parent", parent), Perhaps(thing, now), before => before with { Parent = parent }),
            _ when kind == "component" && Owner() is var owner => Say(thing, new OwnerChanged(Ref(name), null, owner is null ? null : Ref(owner), owner), Perhaps(thing, now), before => before with { Owner = owner }),
            _ => [],
        };
    }

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
        for (var hops = 0; hops < 30; hops++)
        {
            // Who was called so last, by then; or who first was, later.
            var called = _things.SelectMany(each => Namings(each).Where(naming => naming.Name == name).Select(naming => (Thing: each, naming.At, naming.Number))).ToList();
            var holder = called.Where(naming => naming.At <= at).OrderBy(naming => naming.At).ThenBy(naming => naming.Number).Select(naming => naming.Thing).LastOrDefault()
                ?? called.OrderBy(naming => naming.At).ThenBy(naming => naming.Number).Select(naming => naming.Thing).FirstOrDefault();
            if (holder is null)
                break;
            owner = TruthOf(holder, at, early: true)!;
            if (owner.Into is null)
                break;
            name = owner.Into;
        }

        return owner is { Exists: true } ? new Answer("Owned", owner.Name, owner.Title, owner.Parent) : new Answer("OwnerUnknown", owner?.Name ?? truth.Owner, null, null);
    }

    private static IEnumerable<(string Name, DateTimeOffset At, int Number)> Namings(Thing thing)
    {
        string? before = null;
        foreach (var said in Told(thing))
        {
            var name = TruthAfter(thing, said).Name;
            if (name != before)
                yield return (name, said.At, said.Number);
            before = name;
        }
    }

    private static Truth? TruthOf(Thing thing, DateTimeOffset at, bool early = false)
    {
        var told = Told(thing);
        var last = told.LastOrDefault(said => said.At <= at) ?? (early ? told[0] : null);
        return last is null ? null : TruthAfter(thing, last);
    }

    /// <summary>All but pasts that nothing followed: they do not change the present.</summary>
    private static List<Said> Told(Thing thing)
    {
        var ordered = thing.All.OrderBy(said => said.At).ThenBy(said => said.Number).ToList();
        return ordered[..(ordered.FindLastIndex(said => !said.IsPast) + 1)];
    }

    private static Truth TruthAfter(Thing thing, Said last)
    {
        if (last.IsPast)
            return last.Change(null!);
        Truth? truth = null;
        foreach (var said in Told(thing).Where(said => !said.IsPast && (said.At < last.At || (said.At == last.At && said.Number <= last.Number))))
            truth = said.Change(truth!);
        return truth!;
    }

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
        var owner = thing.Kind == "component" ? Owner() : null;
        var begin = Say(thing, new EntityRenamedFrom(Ref(to), Ref(from), Place, Document(thing.Kind, title, owner, null)), now, _ => new Truth(to, true, owner, title, null, null), stream: to);
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
        if (Namings(thing).Count() > 1)
            return [];
        var (name, at) = (thing.Name, Before(thing, now, 48));
        var owner = thing.Kind == "component" ? Owner() : null;
        var absent = _chance.Next(3) == 0;
        return Say(
            thing, new PastVersionFound(Ref(name), absent ? null : Document(thing.Kind, "Once", owner, null), Place), at,
            _ => new Truth(name, !absent, absent ? null : owner, absent ? null : "Once", null, null), isPast: true);
    }

    private IReadOnlyList<StreamAppend> Say(
        Thing thing, EntityEvent happened, DateTimeOffset at, Func<Truth, Truth> change, Action? then = null, bool isPast = false, string? stream = null)
    {
        thing.All.Add(new Said(at, _spoken++, isPast, change));
        then?.Invoke();
        return [Append(stream ?? thing.Name, happened, at)];
    }

    private StreamAppend Append(string name, EntityEvent happened, DateTimeOffset at)
    {
        var version = _versions.GetValueOrDefault(name);
        _versions[name] = version + 1;
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
