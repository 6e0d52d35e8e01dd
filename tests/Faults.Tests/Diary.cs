using System.Diagnostics;
using System.Globalization;

namespace EventCatalog.Faults.Tests;

/// <summary>What happened in a run, and when; each line is shown as it comes.</summary>
public sealed class Diary(ITestOutputHelper? output)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<string> broken = [];
    private readonly Lock pen = new();

    public TimeSpan Now => clock.Elapsed;

    /// <summary>The promises seen broken, with the time of each.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (pen) return [.. broken];
        }
    }

    public void Note(string what)
    {
        lock (pen) output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Now:mm\\:ss\\.f}  {what}"));
    }

    /// <summary>Something that must not happen did.</summary>
    public void Break(string what)
    {
        lock (pen) broken.Add(string.Create(CultureInfo.InvariantCulture, $"{Now:mm\\:ss\\.f} {what}"));
        Note("BROKEN: " + what);
    }
}
