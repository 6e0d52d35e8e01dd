namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>The company, its missions, tribes and squads, and who is in them; all in one repository.</summary>
internal sealed class ScalePeople
{
    public const string Repository = "organisation";
    private static readonly ScaleFile Root = new(Repository, "catalog-info.yaml");

    private readonly SplitMix64 _chance;
    private readonly ScaleNames _groups = new();
    private readonly ScaleNames _users = new();
    private readonly List<ScaleEntity> _entities = [];

    public ScalePeople(ScaleSize size, ulong seed)
    {
        _chance = new SplitMix64(seed);
        _entities.Add(new ScaleEntity("Location", "organisation", Root) { Description = "Everyone at Larkwave.", Targets = ["./groups/*.yaml", "./people/*.yaml"] });
        Add(new ScaleEntity("Group", _groups.Take(ScaleDescriptor.Company), Root) { Type = "organization", Title = "Larkwave", Description = "Audio for every ear." });
        var missions = Groups(size.Missions, "mission", _ => ScaleDescriptor.Company, i => ScaleWords.MissionWords[i % ScaleWords.MissionWords.Length], _ => "missions");
        Tribes = Groups(size.Tribes, "tribe", i => missions[i * missions.Length / size.Tribes], _ => _chance.Pick(ScaleWords.Themes) + "-tribe", name => name);
        Squads = Groups(size.Squads, "squad", TribeOf, _ => _chance.Pick(ScaleWords.Themes), i => i);
        for (var i = 0; i < size.People; i++)
            Add(Person(i % size.Squads));

        string TribeOf(int squad) => Tribes[squad * size.Tribes / size.Squads];
    }

    public IReadOnlyList<ScaleEntity> Entities => _entities;

    public string[] Tribes { get; }

    public string[] Squads { get; }

    private string[] Groups(int count, string type, Func<int, string> parent, Func<int, string> name, Func<string, string> file)
    {
        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = _groups.Take(name(i));
            var home = type is "squad" ? parent(i) : file(names[i]);
            Add(new ScaleEntity("Group", names[i], new ScaleFile(Repository, $"groups/{home}.yaml"))
            {
                Type = type,
                Title = ScaleNames.Title(names[i]),
                Description = $"Looks after {names[i].Replace('-', ' ')}, {_chance.Pick(ScaleWords.Purposes)}.",
                Parent = parent(i),
            });
        }

        return names;
    }

    private ScaleEntity Person(int squad)
    {
        var (first, last) = (_chance.Pick(ScaleWords.First), _chance.Pick(ScaleWords.Last));
        var tribe = Tribes[squad * Tribes.Length / Squads.Length];
        return new ScaleEntity("User", _users.Take($"{first}.{last}"), new ScaleFile(Repository, $"people/{tribe}.yaml"))
        {
            Title = $"{ScaleNames.Title(first)} {ScaleNames.Title(last)}",
            Description = _chance.Pick(Roles),
            MemberOf = [Squads[squad]],
        };
    }

    private void Add(ScaleEntity entity) => _entities.Add(entity);

    private static readonly string[] Roles =
    [
        "Backend engineer", "Backend engineer", "Data engineer", "Machine learning engineer", "Mobile engineer", "Web engineer", "Product manager", "Engineering manager",
        "Designer", "Data scientist", "Reliability engineer",
    ];
}
