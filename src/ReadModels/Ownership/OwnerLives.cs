namespace EventCatalog.ReadModels.Ownership;

/// <summary>The lives of entities and of their owners, found by identity and by name.</summary>
internal sealed class OwnerLives
{
    private readonly Dictionary<string, Life> _lives;
    private readonly Dictionary<string, List<(Moment Since, Life Life)>> _holders = new(StringComparer.Ordinal);

    /// <param name="facts">All facts of the entities asked about, and of whatever they refer to.</param>
    public OwnerLives(IEnumerable<OwnershipFact> facts)
    {
        _lives = facts.GroupBy(fact => fact.Id, StringComparer.Ordinal).ToDictionary(one => one.Key, one => new Life(one), StringComparer.Ordinal);
        foreach (var life in _lives.Values)
        {
            foreach (var (since, name) in life.Names)
            {
                if (!_holders.TryGetValue(name, out var holders))
                    _holders.Add(name, holders = []);
                holders.Add((since, life));
            }
        }

        foreach (var holders in _holders.Values)
            holders.Sort((one, other) => Moment.Compare(one.Since, other.Since));
    }

    public Life? OfId(string id) => _lives.GetValueOrDefault(id);

    /// <summary>Every life that some names may have stood for at any time, those that they went on as part of included.</summary>
    public IReadOnlyCollection<Life> Behind(IEnumerable<string> names)
    {
        var found = new HashSet<Life>();
        var open = new Queue<string>(names);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var name))
        {
            if (!asked.Add(name))
                continue;
            foreach (var (_, life) in _holders.GetValueOrDefault(name) ?? [])
            {
                if (found.Add(life))
                {
                    foreach (var into in life.Steps.Select(step => step.Fact.Into).OfType<string>())
                        open.Enqueue(into);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// What a name stood for then: the entity that was called so, or was last, under the name it had by then; merged into another, that other.
    /// Null when nothing is known of the name.
    /// </summary>
    public LifeState? Find(string name, Moment moment)
    {
        LifeState? state = null;
        var passed = new HashSet<Life>();
        // Said of different times, merges may go in a circle.
        while (HolderOf(state?.Into ?? name, moment) is { } holder && passed.Add(holder))
        {
            state = holder.At(moment);
            if (state.Into is null)
                break;
        }

        return state;
    }

    private Life? HolderOf(string name, Moment moment)
    {
        if (!_holders.TryGetValue(name, out var holders))
            return null;
        var index = holders.FindLastIndex(holder => Moment.Compare(holder.Since, moment) <= 0);
        return holders[Math.Max(index, 0)].Life;
    }
}
