namespace EventCatalog.ReadModels.Tests.RandomHistory;

/// <summary>What the notes about one entity say of any time: all are laid out by when they took effect, and read from the first on, every time.</summary>
internal sealed class Story
{
    private readonly List<Line> lines = [];
    private Dictionary<string, string?>? present;

    /// <summary>In the order in which they were recorded.</summary>
    public void Hear(Note note)
    {
        lines.Add(new Line(note.At, note.Position, IsAgain: false, note.Says, note.IsWhole, note.IsPast));
        if (!note.IsPast)
        {
            if (note.IsWhole)
                present = new(StringComparer.Ordinal);
            foreach (var (field, value) in note.Says)
                present![field] = value;
        }

        var (shown, facts) = Tell(DateTimeOffset.MaxValue);
        if (AreSame(shown, IsThere(present) ? present : null))
            return;
        var last = lines.Max(line => line.At);
        var again = IsThere(present)
            ? present!.Where(field => facts is null || !string.Equals(facts.GetValueOrDefault(field.Key), field.Value, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal)
            : new(StringComparer.Ordinal) { [Field.Live] = null };
        lines.Add(new Line(note.Recorded > last ? note.Recorded : last, note.Position, IsAgain: true, again, facts is null && IsThere(present), IsPast: false));
    }

    /// <summary>Its fields at a time; null when it was not there.</summary>
    public Dictionary<string, string?>? At(DateTimeOffset time) => Tell(time).Shown;

    /// <summary>Its fields, as the log said last; null when it is not there.</summary>
    public Dictionary<string, string?>? Present => IsThere(present) ? present : null;

    private (Dictionary<string, string?>? Shown, Dictionary<string, string?>? Facts) Tell(DateTimeOffset time)
    {
        Dictionary<string, string?>? facts = null;
        IReadOnlyDictionary<string, string?>? past = null;
        foreach (var line in lines.Where(line => line.At <= time).OrderBy(line => line.At).ThenBy(line => line.Position).ThenBy(line => line.IsAgain))
        {
            past = line.IsPast ? line.Says : null;
            if (line.IsPast || (facts is null && !line.IsWhole))
                continue;
            facts = line.IsWhole ? new(StringComparer.Ordinal) : new(facts!, StringComparer.Ordinal);
            foreach (var (field, value) in line.Says)
                facts[field] = value;
        }

        var shown = past is null ? facts : past.ToDictionary(StringComparer.Ordinal);
        return (IsThere(shown) ? shown : null, facts);
    }

    private static bool IsThere(Dictionary<string, string?>? fields) => fields?.GetValueOrDefault(Field.Live) is not null;

    private static bool AreSame(Dictionary<string, string?>? one, Dictionary<string, string?>? other) =>
        one is null || other is null ? one is null && other is null : one.All(field => string.Equals(field.Value, other.GetValueOrDefault(field.Key), StringComparison.Ordinal))
            && other.All(field => string.Equals(field.Value, one.GetValueOrDefault(field.Key), StringComparison.Ordinal));

    private sealed record Line(DateTimeOffset At, long Position, bool IsAgain, IReadOnlyDictionary<string, string?> Says, bool IsWhole, bool IsPast);
}
