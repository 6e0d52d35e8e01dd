using System.Text.RegularExpressions;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>Turns what a PostgreSQL program said into one sentence, and keeps its words in a file that the sentence names.</summary>
internal static partial class ServerLog
{
    private const int Tail = 16 * 1024;
    private const long RotateAt = 16 * 1024 * 1024;

    /// <summary>The log the next server will append to; a large one is set aside first, one generation is kept.</summary>
    public static string Prepare(string dataFolder)
    {
        var log = Path.Combine(dataFolder, "postgres.log");
        if (new FileInfo(log) is { Exists: true, Length: > RotateAt }) File.Move(log, log + ".1", overwrite: true);
        return log;
    }

    /// <summary>What was written from this byte on, at most the last 16 KiB.</summary>
    public static string ReadFrom(string log, long position)
    {
        if (!File.Exists(log)) return "";
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(Math.Min(position, file.Length), file.Length - Tail);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <param name="output">The program's words.</param>
    /// <param name="program">Names the file for them: <c>initdb-error.log</c>.</param>
    /// <param name="what">The beginning of the sentence: what failed and where.</param>
    public static StartException Explain(string output, string program, string dataFolder, string what)
    {
        if (Folders.IsDiskFull(output)) return Folders.DiskFull(dataFolder);
        var kept = Keep(output, program, dataFolder);
        return new StartException($"{what}: {Reason(output)}; {(kept is null ? "there was no room to keep its log" : $"its last words are in {kept}")}.");
    }

    /// <summary>The first complaint, without its time, process and rank.</summary>
    private static string Reason(string output) =>
        Complaint().Match(output) is { Success: true } match ? match.Groups["words"].Value.Trim().TrimEnd('.')
        : output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() is { } last ? last.TrimEnd('.')
        : "it said nothing";

    private static string? Keep(string output, string program, string dataFolder)
    {
        foreach (var folder in (string[])[dataFolder, Path.GetTempPath()])
        {
            try
            {
                var file = Path.Combine(folder, $"{program}-error.log");
                File.WriteAllText(file, output[Math.Max(0, output.Length - Tail)..]);
                return file;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The failure being explained may be this very disk; the sentence says when neither took it.
            }
        }
        return null;
    }

    [GeneratedRegex(@"(FATAL|PANIC|ERROR|error):\s+(?<words>[^\n]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Complaint();
}
