namespace EventCatalog.ReadModels.Ownership;

/// <summary>What an entity was, as far as owning and being owned goes.</summary>
/// <param name="Into">What it was merged into; it then goes on as part of that.</param>
internal sealed record LifeState(string Name, bool Exists, string? Owner = null, string? Title = null, string? Parent = null, string? Into = null);

/// <summary>From a moment on, a fact holds.</summary>
internal sealed record LifeStep(DateTimeOffset At, OwnershipFact Fact)
{
    /// <summary>Its place in the order of effect.</summary>
    public Moment Moment => new(At, Fact.Position);
}

/// <summary>
/// One entity over time, under all its names, in the order in which facts took effect, as far as is known (ADR 14). A fact holds until a later one about the
/// same; a past found later holds until the next fact of any kind. The present is what the log said last: a late fact that is the last word counts
/// again from when it was recorded.
/// </summary>
internal sealed class Life
{
    private readonly List<Entry> _entries = [];

    /// <param name="facts">Of one identity, at least one, in any order.</param>
    public Life(IEnumerable<OwnershipFact> facts)
    {
        var ordered = facts.OrderBy(fact => fact.Position).ThenBy(fact => fact.Kind).ToList();
        Id = ordered[0].Id;
        var present = new LifeState(ordered[0].Ref, Exists: false);
        foreach (var fact in ordered.Where(fact => fact.Kind is not FactKind.NameFreed))
        {
            present = IsPast(fact) ? present : After(present, fact);
            Add(fact, present);
        }
    }

    /// <summary>What stays the same when the name changes.</summary>
    public string Id { get; }

    /// <summary>What changed it, in the order of effect.</summary>
    public IEnumerable<LifeStep> Steps => _entries.Select(entry => entry.Step);

    public DateTimeOffset Start => _entries[0].Step.At;

    /// <summary>From when on it was called what.</summary>
    public IEnumerable<(Moment Since, string Name)> Names =>
        _entries.Where((entry, index) => index == 0 || !string.Equals(_entries[index - 1].Shown.Name, entry.Shown.Name, StringComparison.Ordinal))
            .Select(entry => (entry.Step.Moment, entry.Shown.Name));

    /// <summary>The names of all owners it ever had, and of all that it went on as part of.</summary>
    public IEnumerable<string> Refers => _entries.SelectMany(entry => new[] { entry.Shown.Owner, entry.Shown.Into }).OfType<string>();

    /// <summary>What it was then; before the first thing known about it, what it was first, for nothing says otherwise.</summary>
    public LifeState At(Moment moment)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Moment.Compare(_entries[middle].Step.Moment, moment) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return _entries[Math.Max(low - 1, 0)].Shown;
    }

    private void Add(OwnershipFact fact, LifeState present)
    {
        var at = fact.At;
        // Names do not overlap: all that was said under the old one had taken effect.
        if (fact.Kind is FactKind.Renamed && _entries.Where(entry => !IsPast(entry.Step.Fact)).Select(entry => entry.Step.Fact.At).DefaultIfEmpty(at).Max() is var last && last > at)
            at = last;
        Insert(new Entry(new LifeStep(at, fact), IsPast(fact) ? null : before => After(before, fact)));
        var end = _entries[^1];
        if (end.Shown == present || (present is { Exists: false } && !end.Shown.Exists))
            return;
        var known = end.Told;
        Insert(new Entry(new LifeStep(fact.RecordedAt > end.Step.At ? fact.RecordedAt : end.Step.At, fact), before => Corrected(before, known, present)));
    }

    private void Insert(Entry entry)
    {
        // Of what took effect at the same time the one recorded later counts.
        var place = _entries.FindLastIndex(other => other.Step.At <= entry.Step.At) + 1;
        _entries.Insert(place, entry);
        for (var each = place; each < _entries.Count; each++)
            _entries[each].Follow(each == 0 ? new LifeState(_entries[0].Step.Fact.Ref, Exists: false) : _entries[each - 1].Told);
    }

    /// <summary>What makes the present of what is known otherwise, and no more: facts yet to come may be about the rest.</summary>
    private static LifeState Corrected(LifeState before, LifeState known, LifeState present) => new(
        Differs(known.Name, present.Name) ? present.Name : before.Name,
        known.Exists == present.Exists ? before.Exists : present.Exists,
        Differs(known.Owner, present.Owner) ? present.Owner : before.Owner,
        Differs(known.Title, present.Title) ? present.Title : before.Title,
        Differs(known.Parent, present.Parent) ? present.Parent : before.Parent,
        Differs(known.Into, present.Into) ? present.Into : before.Into);

    private static bool Differs(string? one, string? other) => !string.Equals(one, other, StringComparison.Ordinal);

    private static bool IsPast(OwnershipFact fact) => fact.Kind is FactKind.Past or FactKind.PastAbsence;

    private static LifeState After(LifeState before, OwnershipFact fact) => fact.Kind switch
    {
        FactKind.Registered => new LifeState(fact.Ref, Exists: true, fact.Owner, fact.Title, fact.Parent),
        FactKind.Renamed => before with { Name = fact.Ref, Exists = true, Title = fact.Title },
        FactKind.OwnerChanged => before with { Owner = fact.Owner },
        FactKind.Titled => before with { Title = fact.Title },
        FactKind.Reparented => before with { Parent = fact.Parent },
        FactKind.Removed => before with { Exists = false },
        FactKind.Restored => before with { Exists = true },
        FactKind.Merged => before with { Exists = false, Into = fact.Into },
        _ => before,
    };

    /// <param name="change">Null for a past found later: nothing that comes after rests on it.</param>
    private sealed class Entry(LifeStep step, Func<LifeState, LifeState>? change)
    {
        public LifeStep Step => step;

        /// <summary>What the facts until then make of it.</summary>
        public LifeState Told { get; private set; } = null!;

        /// <summary>The same, or what was found of the past.</summary>
        public LifeState Shown { get; private set; } = null!;

        public void Follow(LifeState before)
        {
            Told = change?.Invoke(before) ?? before;
            Shown = change is not null ? Told : new LifeState(step.Fact.Ref, step.Fact.Kind is FactKind.Past, step.Fact.Owner, step.Fact.Title, step.Fact.Parent);
        }
    }
}
