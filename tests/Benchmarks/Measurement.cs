using System.Diagnostics;

namespace EventCatalog.Benchmarks;

/// <summary>One thing measured: microseconds and bytes allocated, each for one call.</summary>
/// <param name="Median">Of the rounds.</param>
/// <param name="Best">The fastest round; nearest to an undisturbed machine.</param>
internal sealed record Measurement(string Name, double Median, double Best, long? Bytes)
{
    private const int Rounds = 15;

    /// <summary>Warms up for a second, then takes rounds of about 100 ms each.</summary>
    public static Measurement Of(string name, Action call)
    {
        var warm = Stopwatch.StartNew();
        var calls = 0;
        while (warm.ElapsedMilliseconds < 1_000)
        {
            call();
            calls++;
        }

        var perRound = Math.Max(calls / 10, 1);
        var micros = new List<double>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < perRound; i++)
                call();
            micros.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / perRound);
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / ((long)perRound * Rounds);
        micros.Sort();
        return new Measurement(name, Math.Round(micros[Rounds / 2], 2), Math.Round(micros[0], 2), bytes);
    }
}
