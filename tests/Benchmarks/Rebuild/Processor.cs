using System.Diagnostics;
using System.Globalization;

namespace EventCatalog.Benchmarks.Rebuild;

/// <summary>Processor time used so far by this program and by a PostgreSQL with all its processes. Linux only; zero elsewhere.</summary>
internal sealed class Processor(string dataFolder)
{
    private const double TicksPerSecond = 100;

    public (TimeSpan Own, TimeSpan Database) Used => (Process.GetCurrentProcess().TotalProcessorTime, OfDatabase());

    private TimeSpan OfDatabase()
    {
        if (!OperatingSystem.IsLinux())
            return TimeSpan.Zero;
        var server = File.ReadLines(Directory.GetFiles(dataFolder, "postmaster.pid", SearchOption.AllDirectories)[0]).First();
        // The server's own line counts the children that have ended, too.
        return Of(server, children: true) + Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => char.IsAsciiDigit(name![0]) && string.Equals(Fields(name)?[1], server, StringComparison.Ordinal))
            .Aggregate(TimeSpan.Zero, (sum, name) => sum + Of(name!, children: false));
    }

    private static TimeSpan Of(string process, bool children) => Fields(process) is { } fields
        ? TimeSpan.FromSeconds(fields[11..(children ? 15 : 13)].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond)
        : TimeSpan.Zero;

    /// <summary>The fields of <c>/proc/…/stat</c> after the program's name; null when the process has ended.</summary>
    private static string[]? Fields(string process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
