namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>
/// A year as full of events as a company has that reorganises: squads move between tribes, systems change hands as a whole, and every entity is edited
/// several times. For what is told of the past: some 60,000 events on 15,000 entities.
/// </summary>
internal sealed class ScaleHistory
{
    private static readonly string[] Tags = ScaleWords.Split("critical batch realtime pii gdpr sox tier-1 tier-2 tier-3 frozen");
    private readonly SplitMix64 _chance;
    private readonly IReadOnlyList<ScaleEntity> _entities;
    private readonly Dictionary<string, DateTimeOffset> _begun;
    private readonly string[] _squads;
    private readonly string[] _people;
    private readonly List<ScaleCommit> _commits = [];

    private ScaleHistory(IReadOnlyList<ScaleEntity> entities, IReadOnlyList<ScaleCommit> year, ulong seed)
    {
        (_entities, _chance) = (entities, new SplitMix64(seed + 3));
        _begun = year.GroupBy(commit => commit.Repository, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().At, StringComparer.Ordinal);
        _squads = [.. entities.Where(entity => entity is { Kind: "Group", Type: "squad" }).Select(squad => squad.Name)];
        _people = [.. entities.Where(entity => entity.Kind is "User").Select(user => user.Name)];
        MoveSquads();
        HandOverSystems();
        for (var number = 0; number < entities.Count; number++)
            Edit(number);
    }

    /// <summary>The commits of the year and these, in time order.</summary>
    public static IReadOnlyList<ScaleCommit> On(IReadOnlyList<ScaleCommit> year, IReadOnlyList<ScaleEntity> entities, ulong seed) =>
        [.. year.Concat(new ScaleHistory(entities, year, seed)._commits).OrderBy(commit => commit.At)];

    /// <summary>Every fifth squad goes to another tribe, once or twice.</summary>
    private void MoveSquads()
    {
        var tribes = _entities.Where(entity => entity is { Kind: "Group", Type: "tribe" }).Select(tribe => tribe.Name).ToArray();
        foreach (var number in Numbers(entity => entity is { Kind: "Group", Type: "squad" }).Where(_ => _chance.Below(5) == 0))
        {
            for (var times = 1 + _chance.Below(2); times > 0; times--)
            {
                var tribe = _chance.Pick(tribes);
                Commit([number], $"{_entities[number].Title} joins {tribe}", it => it with { Parent = tribe });
            }
        }
    }

    /// <summary>A system and all in it goes to one squad, within a single commit for each repository.</summary>
    private void HandOverSystems()
    {
        foreach (var system in _entities.Where(entity => entity.Kind is "System" && _chance.Below(3) == 0).Select(system => system.Name).ToArray())
        {
            var (squad, at) = (_chance.Pick(_squads), Moment(ScaleYear.Begin));
            foreach (var repository in Numbers(entity => string.Equals(entity.System, system, StringComparison.Ordinal) && entity.Owner is not null).GroupBy(number => _entities[number].File.Repository, StringComparer.Ordinal))
                Commit([.. repository], $"Hand {system} over to {squad}", it => it with { Owner = squad }, at);
        }
    }

    private void Edit(int number)
    {
        if (_entities[number].Kind is not ("Component" or "API" or "Resource"))
            return;
        for (var times = 2 + _chance.Below(3); times > 0; times--)
        {
            switch (_chance.Below(8))
            {
                case 0 or 1:
                    var squad = _chance.Pick(_squads);
                    Commit([number], $"Hand {_entities[number].Name} over to {squad}", it => it with { Owner = squad });
                    break;
                case 2 or 3 or 4:
                    var tag = _chance.Pick(Tags);
                    Commit([number], $"Say that {_entities[number].Name} is {tag}, or is not any more", it => it with
                    {
                        Tags = it.Tags.Contains(tag, StringComparer.Ordinal) ? [.. it.Tags.Except([tag], StringComparer.Ordinal)] : [.. it.Tags, tag],
                    });
                    break;
                default:
                    var edition = _chance.Below(1000);
                    Commit([number], $"Describe {_entities[number].Name} anew", it => it with { Title = FormattableString.Invariant($"{it.Name} ({edition})") });
                    break;
            }
        }
    }

    private int[] Numbers(Func<ScaleEntity, bool> wanted) => [.. Enumerable.Range(0, _entities.Count).Where(number => wanted(_entities[number]))];

    private void Commit(int[] entities, string message, Func<ScaleEntity, ScaleEntity> edit, DateTimeOffset? at = null)
    {
        var repository = _entities[entities[0]].File.Repository;
        var begun = _begun[repository].AddDays(1);
        var from = begun > ScaleYear.Begin ? begun : ScaleYear.Begin;
        _commits.Add(new ScaleCommit(at > from ? at.Value : Moment(from), repository, _chance.Pick(_people), message, [.. entities.Select(number => (number, edit))]));
    }

    private DateTimeOffset Moment(DateTimeOffset from) => from.AddSeconds(_chance.Below((int)(ScaleYear.End - from).TotalSeconds));
}
