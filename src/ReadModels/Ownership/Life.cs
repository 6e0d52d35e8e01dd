namespace EventCatalog.ReadModels.Ownership;

/// <summary>What an entity was, as far as owning and being owned goes.</summary>
/// <param name="Into">What it was merged into; it then goes on as part of that.</param>
internal sealed record LifeState(string Name, bool Exists, string? Owner, string? Title, string? Parent, string? Into = null);

/// <summary>
/// One entity over time, under all its names, in the order in which facts took effect, as far as is known. A fact that came late holds from
/// where it belongs until the next about the same; a past found later holds until the next fact of any kind, and never changes the present.
/// </summary>
internal sealed class Life
{
    private readonly List<(OwnershipFact Fact, LifeState After)> _steps = [];

    /// <param name="facts">Of one identity, at least one, in any order.</param>
    public Life(IEnumerable<OwnershipFact> facts)
    {
        var ordered = facts.Where(fact => fact.Kind is not FactKind.NameFreed).OrderBy(fact => fact.At).ThenBy(fact => fact.Position).ThenBy(fact => fact.Kind).ToList();
        var last = ordered.FindLastIndex(fact => !IsPast(fact));
        var told = new LifeState(ordered[0].Ref, Exists: false, null, null, null);
        for (var index = 0; index < ordered.Count; index++)
        {
            var fact = ordered[index];
            if (IsPast(fact) && last >= 0 && index > last)
                break;
            if (!IsPast(fact))
                told = After(told, fact);
            _steps.Add((fact, IsPast(fact) ? Told(fact, exists: fact.Kind is FactKind.Past) : told));
        }

        Facts = [.. _steps.Select(step => step.Fact)];
    }

    public string Id => Facts[0].Id;

    /// <summary>What changed it, in the order of effect.</summary>
    public IReadOnlyList<OwnershipFact> Facts { get; }

    /// <summary>What it first was, and from when on it was called what.</summary>
    public IEnumerable<(Moment Since, string Name)> Names =>
        _steps.Where((step, index) => index == 0 || !string.Equals(_steps[index - 1].After.Name, step.After.Name, StringComparison.Ordinal))
            .Select(step => (step.Fact.Moment, step.After.Name));

    /// <summary>The names of all owners it ever had, and of all that it went on as part of.</summary>
    public IEnumerable<string> Refers => _steps.SelectMany(step => new[] { step.After.Owner, step.After.Into }).OfType<string>();

    /// <summary>What it was then; before the first thing known about it, what it was first, for nothing says otherwise.</summary>
    public LifeState At(Moment moment)
    {
        var (low, high) = (0, _steps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Moment.Compare(_steps[middle].Fact.Moment, moment) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return _steps[Math.Max(low - 1, 0)].After;
    }

    private static bool IsPast(OwnershipFact fact) => fact.Kind is FactKind.Past or FactKind.PastAbsence;

    private static LifeState Told(OwnershipFact fact, bool exists = true) => new(fact.Ref, exists, fact.Owner, fact.Title, fact.Parent);

    private static LifeState After(LifeState before, OwnershipFact fact) => fact.Kind switch
    {
        FactKind.Registered or FactKind.Renamed => Told(fact),
        FactKind.OwnerChanged => before with { Owner = fact.Owner },
        FactKind.Titled => before with { Title = fact.Title },
        FactKind.Reparented => before with { Parent = fact.Parent },
        FactKind.Removed => before with { Exists = false },
        FactKind.Merged => before with { Exists = false, Into = fact.Into },
        _ => before with { Exists = true },
    };
}
