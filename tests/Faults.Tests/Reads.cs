using System.Collections.Concurrent;
using System.Globalization;

namespace EventCatalog.Faults.Tests;

/// <summary>One question to one node.</summary>
/// <param name="Phase">What was going on when it was asked.</param>
/// <param name="Failure">Null when it was answered.</param>
/// <param name="Excuse">Why it may have failed: the node itself was taken away, or the database was.</param>
public sealed record Read(string Kind, string Phase, double Milliseconds, string? Failure = null, string? Excuse = null);

/// <summary>What the log is said to have held of a stream at a position.</summary>
public sealed record Remembered(string Stream, long Position, long Version, string Node);

/// <summary>All questions of a run and how they went.</summary>
public sealed class Reads
{
    /// <summary>User story A111.</summary>
    public const double LimitInMilliseconds = 1000;

    private readonly ConcurrentQueue<Read> all = new();

    /// <summary>Answers about the past, to be checked against the log at the end.</summary>
    public ConcurrentQueue<Remembered> Remembered { get; } = new();

    public int Count => all.Count;

    /// <summary>How many asked for a position the node had not reached within its patience.</summary>
    public int NotYet { get; set; }

    public void Add(Read read) => all.Enqueue(read);

    /// <summary>The share of the answers that took longer than A111 allows while a node was dead by <c>kill</c> or coming back from it.</summary>
    public double LateShareAfterKill()
    {
        var times = Times(read => read.Phase is Phases.Killed);
        return times.Count == 0 ? 0 : (double)times.Count(time => time > LimitInMilliseconds) / times.Count;
    }

    public IEnumerable<string> Table()
    {
        yield return $"{"phase",-14} {"answered",9} {"p50 ms",9} {"p99 ms",9} {"max ms",9} {"> 1 s",7}   failed, by excuse";
        foreach (var phase in Phases.All.Append("all"))
        {
            var reads = all.Where(read => phase is "all" || read.Phase == phase).ToList();
            var times = Times(read => phase is "all" || read.Phase == phase);
            var failed = reads.Where(read => read.Failure is not null).GroupBy(read => read.Excuse ?? "NONE", StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}");
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{phase,-14} {times.Count,9} {Percentile(times, 0.5),9:F1} {Percentile(times, 0.99),9:F1} {times.LastOrDefault(),9:F1} {times.Count(time => time > LimitInMilliseconds),7}   {string.Join(", ", failed)}");
        }
        foreach (var cause in all.Where(read => read.Failure is not null).GroupBy(read => (read.Phase, Excuse: read.Excuse ?? "NONE", Failure: read.Failure!)).OrderByDescending(group => group.Count()))
            yield return $"failed {cause.Count(),6}  {cause.Key.Phase}, excuse: {cause.Key.Excuse}: {cause.Key.Failure}";
    }

    private List<double> Times(Func<Read, bool> which) => [.. all.Where(read => read.Failure is null && which(read)).Select(read => read.Milliseconds).Order()];

    private static double Percentile(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
