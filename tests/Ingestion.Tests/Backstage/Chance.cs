namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>Numbers that are the same on every machine and runtime, for the same seed. Source: SplitMix64 (Steele, Lea, Flood, 2014).</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }

    public bool Percent(int likelihood) => Below(100) < likelihood;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
