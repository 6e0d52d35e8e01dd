namespace EventCatalog.Faults.Tests;

public enum Fault
{
    Kill,
    Freeze,
    Restart,
}

/// <summary>One thing to be done to a node.</summary>
/// <param name="Choice">Picks among the nodes that are up.</param>
/// <param name="Away">How long it is dead or frozen.</param>
/// <param name="Then">Until the next.</param>
public sealed record Planned(Fault Fault, int Choice, TimeSpan Away, TimeSpan Then);

/// <summary>What is done in a run: always the same for the same length.</summary>
public static class Schedule
{
    public const int Seed = 20260504;

    /// <summary>Of the faults' time: the two restarts of the database, and the rebuild.</summary>
    public const double DatabaseStopped = 0.30;
    public const double Rebuild = 0.45;
    public const double DatabaseKilled = 0.75;

    /// <summary>Endless. Each three hold a kill, a freeze and an orderly restart.</summary>
    public static IEnumerable<Planned> Faults()
    {
        var chance = new Random(Seed);
        while (true)
        {
            foreach (var fault in Enum.GetValues<Fault>().OrderBy(_ => chance.Next()).ToList())
            {
                var away = fault is Fault.Freeze ? TimeSpan.FromSeconds(20 + (10 * chance.NextDouble())) : TimeSpan.FromSeconds(4 * chance.NextDouble());
                yield return new(fault, chance.Next(100), away, TimeSpan.FromSeconds(2 + (4 * chance.NextDouble())));
            }
        }
    }
}
