using System.Globalization;
using System.Security.Cryptography;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>The folder <c>pg-{major}</c>: made once and whole, never made again over something that is there.</summary>
internal static class Cluster
{
    public const string Owner = "catalog";
    public const string Database = "catalog";
    private const string PasswordFile = "owner-password";
    private const string SuperuserPasswordFile = "superuser-password";
    private const UnixFileMode ReadableByOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string Place(string dataFolder, int major) => Path.Combine(dataFolder, "pg-" + major.ToString(CultureInfo.InvariantCulture));

    /// <summary>The clusters in a data folder by major version. Half-made ones have other names and are not among them.</summary>
    /// <exception cref="StartException">A cluster's folder holds something else than its name says.</exception>
    public static SortedDictionary<int, string> In(string dataFolder)
    {
        var found = new SortedDictionary<int, string>();
        foreach (var folder in Directory.EnumerateDirectories(dataFolder, "pg-*"))
        {
            if (!int.TryParse(Path.GetFileName(folder)["pg-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var major)) continue;
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) continue; // an empty one is as good as none
            Check(folder, major);
            found.Add(major, folder);
        }
        return found;
    }

    public static string Password(string cluster) => Secret(cluster, PasswordFile);

    /// <summary>Of the role <c>postgres</c>, which backs up, replicates and nothing else.</summary>
    public static string SuperuserPassword(string cluster) => Secret(cluster, SuperuserPasswordFile);

    private static string Secret(string cluster, string name)
    {
        var file = Path.Combine(cluster, name);
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new StartException($"The password file {file} is missing; put it back from a backup, or use this cluster through ConnectionStrings__Catalog.");
    }

    /// <summary>initdb, roles and the empty database, in a folder of its own that then takes the name in one rename.</summary>
    public static async Task MakeAsync(string cluster, Binaries binaries, PostgresOptions options, ServiceAccount? account, CancellationToken ct)
    {
        foreach (var leftover in Directory.EnumerateDirectories(options.DataFolder, Path.GetFileName(cluster) + ".making-*"))
            await Folders.DeleteAsync(leftover, ct); // the initdb of a killed process may still be dying

        var workshop = $"{cluster}.making-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var unfinished = Path.Combine(workshop, "cluster");
        var superuserPassword = Path.Combine(workshop, "password");
        Folders.MakePrivate(workshop, account);
        WriteSecret(superuserPassword, NewPassword(), account);

        await RunAsync([binaries.Initdb, "-D", unfinished, "--username=postgres", "--encoding=UTF8", "--data-checksums", "--auth=scram-sha-256", "--pwfile=" + superuserPassword, "--no-sync", .. Locale(binaries.Major)], input: null);

        var ownerPassword = NewPassword();
        await RunAsync([binaries.Postgres, "--single", "-D", unfinished, "-c", "exit_on_error=on", "-F", "postgres"], Roles(ownerPassword));

        await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), Settings(options), ct);
        WriteSecret(Path.Combine(unfinished, PasswordFile), ownerPassword, account);
        File.Move(superuserPassword, Path.Combine(unfinished, SuperuserPasswordFile));
        if (options.Durable) await RunAsync([binaries.Initdb, "--sync-only", "-D", unfinished], input: null); // once, for all of the above
        if (Directory.Exists(cluster)) Directory.Delete(cluster); // empty, or this throws
        Directory.Move(unfinished, cluster);
        Directory.Delete(workshop, recursive: true);

        async Task RunAsync(IReadOnlyList<string> command, string? input)
        {
            var result = await Tool.RunAsync(account?.Command(command) ?? command, input, ct);
            if (result.Succeeded) return;
            Directory.Delete(workshop, recursive: true);
            throw ServerLog.Explain(result.Output, "initdb", options.DataFolder, "The database could not be made in " + cluster);
        }
    }

    private static void Check(string folder, int major)
    {
        var file = Path.Combine(folder, "PG_VERSION");
        if (!File.Exists(file))
            throw new StartException($"{folder} holds files but no PG_VERSION, so it is not a whole database; move it away or put it back from a backup, and start again; nothing was changed.");
        var version = File.ReadAllText(file).Trim();
        if (!string.Equals(version, major.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            throw new StartException($"{folder} holds the data of PostgreSQL {version}, not {major}; rename it to pg-{version} and set EVENTCATALOG_POSTGRES to the bin folder of a PostgreSQL {version}, or upgrade it with pg_upgrade (ops/postgres/README.md); nothing was changed.");
    }

    /// <summary>
    /// Order and case rules come from PostgreSQL itself (17 and newer), so a later move to another machine's libraries
    /// cannot corrupt an index. Before 17: bytes for order, the C library's UTF-8 only to tell letters from others.
    /// </summary>
    private static string[] Locale(int major) => (major, OperatingSystem.IsLinux()) switch
    {
        ( >= 17, true) => ["--locale-provider=builtin", "--locale=C.UTF-8"],
        ( >= 17, false) => ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
        (_, true) => ["--locale-provider=libc", "--locale=C", "--lc-ctype=C.UTF-8"],
        _ => ["--locale-provider=libc", "--locale=C"],
    };

    /// <summary>The portal's role owns its database and may make more (tests, rebuilds), but is no superuser.</summary>
    private static string Roles(string password) => $"""
        create role {Owner} login createdb password '{password}'
        grant pg_monitor to {Owner}
        create database {Database} owner {Owner}

        """;

    private static string Settings(PostgresOptions options) => $"""

        # EventCatalog. Yours to tune; where the server listens is set on its command line.
        shared_buffers = {(options.Durable ? "256MB" : "128MB")}
        max_wal_size = 2GB
        max_connections = {(options.Durable ? 100 : 300)}
        synchronous_commit = on
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%m [%p] '

        """;

    private static string NewPassword() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    private static void WriteSecret(string path, string secret, ServiceAccount? account)
    {
        var asNew = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) asNew.UnixCreateMode = ReadableByOwner;
        using (var writer = new StreamWriter(path, asNew)) writer.WriteLine(secret);
        if (!OperatingSystem.IsWindows()) Folders.Hand(path, account, ReadableByOwner);
    }
}
