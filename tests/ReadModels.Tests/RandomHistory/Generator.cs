using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Tests.RandomHistory;

/// <summary>
/// A random life of components and the groups that own them: registered, edited, moved, renamed, removed and restored, names given up and used again, one
/// fact in six known late, and versions found of the past.
/// </summary>
internal sealed class Generator(int seed, int size)
{
    public static readonly IReadOnlyList<string> Words = ["zebra", "quartz", "indigo", "marble", "puffin", "saffron"];
    private static readonly string[] Lifecycles = ["experimental", "production", "deprecated"];
    private static readonly DateTimeOffset Begin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random chance = new(seed);
    private readonly List<Being> beings = [];
    private readonly List<string> free = [];
    private readonly HashSet<string> reused = new(StringComparer.Ordinal);
    private readonly List<Note> notes = [];
    private DateTimeOffset clock = Begin;

    /// <summary>Every name that was ever used.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    public static DateTimeOffset First => Begin.AddDays(-60);
    public DateTimeOffset Last => clock;

    public IReadOnlyList<Note> Run(int changes)
    {
        while (notes.Count < changes)
        {
            if (chance.Next(8) > 0)
                clock = clock.AddMinutes(20);
            if (beings.Count < size && chance.Next(6) == 0)
                Register();
            else if (beings.Count > 0)
                Change(beings[chance.Next(beings.Count)]);
        }

        return notes;
    }

    private void Register()
    {
        var isGroup = beings.Count < 20 || chance.Next(20) == 0;
        var fresh = isGroup ? $"group:default/team-{beings.Count}" : $"component:default/c-{beings.Count}";
        var being = new Being(beings.Count, NameFor(isGroup, fresh));
        beings.Add(being);
        being.Fields = Fields(being, isGroup);
        Say(being, new EntityRegistered(being.Ref, PlaceOf(being.Fields[Field.Place]!), DescriptorOf(being.Fields)), being.Fields);
    }

    private void Change(Being being)
    {
        if (!being.IsLive)
        {
            if (chance.Next(3) > 0)
                Say(being, new EntityRestored(being.Ref), (Field.Live, "yes"), (Field.Orphaned, null));
            else
                FindPast(being);
            return;
        }

        switch (chance.Next(100))
        {
            case < 30 when being.IsComponent:
                var team = Team();
                Say(being, new OwnerChanged(being.Ref, null, EntityRef.Parse($"group:{team}"), team), (Field.Owner, team));
                break;
            case < 45 when being.IsComponent:
                var lifecycle = Lifecycles[chance.Next(3)];
                Say(being, new LifecycleChanged(being.Ref, null, lifecycle), (Field.Lifecycle, lifecycle));
                break;
            case < 60:
                Edit(being, Field.Title, "/metadata/title", chance.Next(5) == 0 ? null : Words[chance.Next(Words.Count)], title => title);
                break;
            case < 72 when being.IsComponent:
                Edit(being, Field.DependsOn, "/spec/dependsOn", Targets(), targets => targets.Split(' '));
                break;
            case < 80:
                var place = $"file-{chance.Next(50)}";
                Say(being, new EntityMoved(being.Ref, PlaceOf("file-0"), PlaceOf(place)), (Field.Place, place));
                break;
            case < 85:
                Say(being, new EntityRemoved(being.Ref, "gone"), (Field.Live, null));
                break;
            case < 89:
                Say(being, new EntityOrphaned(being.Ref, "nothing refers to it"), (Field.Orphaned, "yes"));
                break;
            case < 92:
                Say(being, new EntityRestored(being.Ref), (Field.Live, "yes"), (Field.Orphaned, null));
                break;
            case < 96:
                Rename(being);
                break;
            default:
                FindPast(being);
                break;
        }
    }

    private void Edit(Being being, string field, string path, string? value, Func<string, object> written) => Say(
        being, new DescriptorChanged(being.Ref, [new FieldChange(path, null, value is null ? null : JsonSerializer.SerializeToElement(written(value)))]), (field, value));

    private void Rename(Being being)
    {
        var (from, to) = (being.Ref, NameFor(!being.IsComponent, $"{being.Name}-{notes.Count}"));
        being.Name = to;
        being.Fields[Field.Name] = to;
        being.Fields[Field.Orphaned] = null;
        free.Add(from.ToString());
        Say(being, new EntityRenamedFrom(being.Ref, from, PlaceOf(being.Fields[Field.Place]!), DescriptorOf(being.Fields)),
            (Field.Name, to), (Field.Live, "yes"), (Field.Orphaned, null), (Field.Place, being.Fields[Field.Place]));
    }

    /// <summary>Only of a name that nobody else ever had, so that it cannot have been another's then.</summary>
    private void FindPast(Being being)
    {
        if (reused.Contains(being.Name))
            return;
        var fields = chance.Next(4) == 0 ? new(StringComparer.Ordinal) { [Field.Name] = being.Name, [Field.Place] = "file-1" } : Fields(being, !being.IsComponent);
        var isThere = fields.ContainsKey(Field.Live);
        Note(being, new PastVersionFound(being.Ref, isThere ? DescriptorOf(fields) : null, PlaceOf(fields[Field.Place]!)), fields, clock.AddMinutes(-chance.Next(200 * 1440)));
    }

    private void Say(Being being, EntityEvent happened, params (string Field, string? Value)[] says)
    {
        foreach (var (field, value) in says)
            being.Fields[field] = value;
        Say(being, happened, says.ToDictionary(one => one.Field, one => one.Value, StringComparer.Ordinal));
    }

    private void Say(Being being, EntityEvent happened, IReadOnlyDictionary<string, string?> says) =>
        Note(being, happened, says, chance.Next(6) == 0 ? clock.AddMinutes(-chance.Next(60 * 1440)) : clock);

    private void Note(Being being, EntityEvent happened, IReadOnlyDictionary<string, string?> says, DateTimeOffset effective)
    {
        var id = new byte[16];
        chance.NextBytes(id);
        notes.Add(new Note(new Guid(id), being.Number, happened, says.ToDictionary(StringComparer.Ordinal), effective));
    }

    private Dictionary<string, string?> Fields(Being being, bool isGroup)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [Field.Name] = being.Name, [Field.Live] = "yes", [Field.Place] = $"file-{chance.Next(50)}", [Field.Title] = chance.Next(3) == 0 ? null : Words[chance.Next(Words.Count)],
        };
        if (!isGroup)
            (fields[Field.Owner], fields[Field.Lifecycle], fields[Field.DependsOn]) = (Team(), Lifecycles[chance.Next(3)], Targets());
        return fields;
    }

    private string NameFor(bool isGroup, string fresh)
    {
        var kind = isGroup ? "group:" : "component:";
        var name = chance.Next(4) == 0 ? free.Find(each => each.StartsWith(kind, StringComparison.Ordinal)) : null;
        if (name is not null)
        {
            free.Remove(name);
            reused.Add(name);
        }

        name ??= fresh;
        Names.Add(name);
        return name;
    }

    /// <summary>A group by a name that is, was or never will be somebody's.</summary>
    private string Team() => (beings.Count > 0 && beings[chance.Next(Math.Min(beings.Count, 20))] is { IsComponent: false } group ? group.Name : "group:default/nobody")["group:default/".Length..];

    private string? Targets() => beings.Count == 0 || chance.Next(3) == 0 ? null : string.Join(' ', Enumerable.Range(0, 1 + chance.Next(2))
        .Select(_ => beings[chance.Next(beings.Count)]).Where(being => being.IsComponent).Select(being => being.Name).DefaultIfEmpty("component:default/none").Distinct(StringComparer.Ordinal));

    private static JsonElement DescriptorOf(Dictionary<string, string?> fields)
    {
        var (kind, name) = (fields[Field.Name]!.StartsWith("group:", StringComparison.Ordinal) ? "Group" : "Component", fields[Field.Name]!.Split('/')[1]);
        var title = fields.GetValueOrDefault(Field.Title);
        return JsonElement.Parse(kind is "Group"
            ? Descriptors.Json(kind, name, new { type = "team", children = Array.Empty<string>() }, title: title)
            : Descriptors.Component(name, fields[Field.Owner]!, lifecycle: fields[Field.Lifecycle]!, title: title, dependsOn: fields.GetValueOrDefault(Field.DependsOn)?.Split(' ')));
    }

    private static DescriptorLocation PlaceOf(string file) => new(Catalog.Source, $"file:/shop/{file}", "file:/shop");

    private sealed class Being(int number, string name)
    {
        public int Number => number;
        public string Name { get; set; } = name;
        public EntityRef Ref => EntityRef.Parse(Name);
        public bool IsComponent => Name.StartsWith("component:", StringComparison.Ordinal);
        public Dictionary<string, string?> Fields { get; set; } = [];
        public bool IsLive => Fields.GetValueOrDefault(Field.Live) is not null;
    }
}
