namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>What happened: repositories begin, things change hands, grow up and grow old, people move.</summary>
internal sealed class ScaleYear
{
    private static readonly DateTimeOffset First = new(2023, 2, 6, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset Begin = new(2025, 11, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset End = new(2026, 11, 13, 0, 0, 0, TimeSpan.Zero);

    private readonly IReadOnlyList<ScaleEntity> _entities;
    private readonly SplitMix64 _chance;
    private readonly string[] _squads;
    private readonly string _anyone;
    private readonly ILookup<string, string> _members;
    private readonly Dictionary<string, DateTimeOffset> _begun = new(StringComparer.Ordinal);
    private readonly List<ScaleCommit> _commits = [];

    private ScaleYear(IReadOnlyList<ScaleEntity> entities, ulong seed)
    {
        (_entities, _chance) = (entities, new SplitMix64(seed + 2));
        _squads = [.. entities.Where(entity => entity is { Kind: "Group", Type: "squad" }).Select(squad => squad.Name)];
        _anyone = entities.First(entity => entity.Kind is "User").Name;
        _members = entities.Where(entity => entity.Kind is "User").ToLookup(user => user.MemberOf[0], user => user.Name, StringComparer.Ordinal);
        foreach (var repository in Enumerable.Range(0, entities.Count).GroupBy(i => entities[i].File.Repository, StringComparer.Ordinal))
            BeginRepository(repository.Key, [.. repository]);
        for (var i = 0; i < entities.Count; i++)
            Live(i);
    }

    /// <summary>In time order; of the same instant, as they were thought of.</summary>
    public static IReadOnlyList<ScaleCommit> Of(IReadOnlyList<ScaleEntity> entities, ulong seed) =>
        [.. new ScaleYear(entities, seed)._commits.OrderBy(commit => commit.At)];

    private void BeginRepository(string name, int[] entities)
    {
        // People are there before what they own, and most repositories are older than the year.
        var at = name is ScalePeople.Repository ? First.AddHours(9) : _chance.Below(4) > 0 ? Between(First.AddDays(7), Begin) : Between(Begin, Latest);
        _begun[name] = at;
        var keeper = _entities[entities[0]].Owner ?? _squads[0];
        _commits.Add(new ScaleCommit(at, name, Someone(keeper), $"Add {name} to the catalog", [.. entities.Select(entity => (entity, Same()))]));

        static Func<ScaleEntity, ScaleEntity> Same() => entity => entity;
    }

    /// <summary>The year of one entity; most see nothing happen.</summary>
    private void Live(int number)
    {
        var entity = _entities[number];
        switch (entity.Kind)
        {
            case "User" when _chance.Below(100) < 12:
                var squad = _chance.Pick(_squads);
                if (!string.Equals(squad, entity.MemberOf[0], StringComparison.Ordinal))
                    Commit(number, entity.Name, $"{entity.Title} joins {squad}", it => it with { MemberOf = [squad] });
                break;
            case "Component" or "API" or "Resource":
                ChangeHands(number, entity);
                GrowUp(number, entity);
                if (_chance.Below(100) < 4)
                    Commit(number, Someone(entity.Owner!), $"Say what {entity.Name} is for", it => it with { Description = it.Description + " Ask before you depend on it." });
                break;
        }
    }

    private void ChangeHands(int number, ScaleEntity entity)
    {
        var from = entity.Owner!;
        for (var times = _chance.Below(100) switch { < 75 => 0, < 95 => 1, _ => 2 }; times > 0; times--)
        {
            var to = _chance.Pick(_squads);
            if (string.Equals(to, from, StringComparison.Ordinal))
                continue;
            Commit(number, Someone(to), $"Hand {entity.Name} over to {to}", it => it with { Owner = to });
            from = to;
        }
    }

    private void GrowUp(int number, ScaleEntity entity)
    {
        if (entity.Lifecycle is "experimental" && _chance.Below(2) == 0)
            Commit(number, Someone(entity.Owner!), $"{entity.Name} is ready", it => it with { Lifecycle = "production" });
        else if (entity.Lifecycle is "production" && _chance.Below(100) < 3)
            Commit(number, Someone(entity.Owner!), $"Do not build on {entity.Name} any more", it => it with { Lifecycle = "deprecated" });
    }

    private void Commit(int entity, string author, string message, Func<ScaleEntity, ScaleEntity> edit)
    {
        var repository = _entities[entity].File.Repository;
        var begun = _begun[repository].AddDays(1);
        _commits.Add(new ScaleCommit(Between(begun > Begin ? begun : Begin, End), repository, author, message, [(entity, edit)]));
    }

    private string Someone(string squad) => _chance.Pick([.. _members[squad].DefaultIfEmpty(_anyone)]);

    /// <summary>On a working day, between eight and five where the people sit, one hour east of Greenwich.</summary>
    private DateTimeOffset Between(DateTimeOffset from, DateTimeOffset to)
    {
        while (true)
        {
            var day = from.Date.AddDays(_chance.Below((int)(to - from).TotalDays));
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                return new DateTimeOffset(day, TimeSpan.Zero).AddHours(7).AddSeconds(_chance.Below(9 * 60 * 60));
        }
    }
}
