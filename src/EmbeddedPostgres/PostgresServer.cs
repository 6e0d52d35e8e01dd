using System.Data.Common;
using System.Globalization;
using EventCatalog.EmbeddedPostgres.Backup;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>
/// A PostgreSQL on a data folder. Any number of processes may ask for the same folder: the first starts the server, the
/// others join it, and the last to leave stops it. It outlives a killed process; the next one joins it or recovers it. When the
/// server itself dies, one of its users starts it again within seconds, under the same connection string.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly PostgresOptions options;
    private readonly Postmaster postmaster;
    private readonly Binaries binaries;
    private readonly CancellationTokenSource leaving = new();
    private readonly Task watching;
    private readonly PostmasterFile running;
    private FileStream? membership;

    private PostgresServer(PostgresOptions options, Postmaster postmaster, Binaries binaries, FileStream membership, bool owned, string cluster, PostmasterFile running)
    {
        this.options = options;
        this.postmaster = postmaster;
        this.binaries = binaries;
        this.membership = membership;
        Owned = owned;
        ClusterFolder = cluster;
        ConnectionString = Connection(running, Cluster.Owner, Cluster.Password(cluster), Cluster.Database);
        this.running = running;
        watching = Task.Run(WatchAsync);
    }

    /// <summary>For Npgsql: role and database <c>catalog</c>. The role owns the database and may make others, but is no superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>The same place for the role <c>postgres</c>, a superuser: for backups, standbys, and what the portal's role must not be able to do.</summary>
    /// <exception cref="StartException">Its password file is missing.</exception>
    public string SuperuserConnectionString => Connection(running, "postgres", Cluster.SuperuserPassword(ClusterFolder), Cluster.Database);

    /// <summary>Where a backup folder was given for this data folder, now or before; null when never.</summary>
    public string? BackupFolder => WalArchive.Remembered(options.DataFolder);

    internal bool Durable => options.Durable;

    /// <summary>The server's own data: <c>pg-{major}</c> in the data folder.</summary>
    internal string ClusterFolder { get; }

    /// <summary>False when another living process had it before us.</summary>
    public bool Owned { get; }

    /// <summary>Starts the server of a data folder, or joins the one that runs. Ready for connections when this returns.</summary>
    /// <param name="ct">Stops waiting; a server already started keeps running until the next start on the folder.</param>
    /// <exception cref="StartException">It did not start; the message is for the user.</exception>
    public static async Task<PostgresServer> StartAsync(PostgresOptions options, CancellationToken ct)
    {
        options = options with { DataFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataFolder)) };
        try
        {
            Folders.MakeData(options.DataFolder);
            using var turn = await FileLock.ExclusiveAsync(TurnFile(options.DataFolder), options.ReadyWithin, ct);
            return await StartInTurnAsync(options, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Folders.NotWritable(options.DataFolder, e);
        }
        catch (TimeoutException e)
        {
            throw new StartException($"Another process has been starting PostgreSQL on {options.DataFolder} for {options.ReadyWithin}; wait for it or end it, and start again.", e);
        }
    }

    /// <summary>Stops a server that a killed process left behind. False, and nothing happened, when a living process uses the folder.</summary>
    public static async Task<bool> StopAbandonedAsync(string dataFolder, CancellationToken ct)
    {
        var abandoned = new PostgresOptions(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder)));
        using var turn = await FileLock.ExclusiveAsync(TurnFile(abandoned.DataFolder), StopPatience, ct);
        using var alone = FileLock.TryExclusive(MembersFile(abandoned.DataFolder));
        if (alone is null) return false;
        foreach (var cluster in Cluster.In(abandoned.DataFolder).Values)
            await new Postmaster(abandoned, cluster, account: null).StopAsync(BinaryFolderOf(cluster));
        return true;
    }

    /// <summary>Leaves the server, and stops it cleanly when nobody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref membership, value: null) is not { } member) return;
        await leaving.CancelAsync();
        await watching;
        leaving.Dispose();
        using var turn = await FileLock.ExclusiveAsync(TurnFile(options.DataFolder), StopPatience, CancellationToken.None);
        member.Dispose();
        using var alone = FileLock.TryExclusive(MembersFile(options.DataFolder));
        if (alone is not null) await postmaster.StopAsync(binaries.Folder);
    }

    /// <summary>Starts the server again when it died. A failure (a full disk) keeps its words in postgres-error.log and is tried again.</summary>
    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Look);
            while (await timer.WaitForNextTickAsync(leaving.Token))
            {
                if (!postmaster.IsGone()) continue;
                try
                {
                    using var turn = await FileLock.ExclusiveAsync(TurnFile(options.DataFolder), options.ReadyWithin, leaving.Token);
                    if (await postmaster.FindRunningAsync(leaving.Token) is null) await postmaster.StartAsync(binaries, leaving.Token);
                }
                catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException or TimeoutException)
                {
                    timer.Period = TimeSpan.FromSeconds(5);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Leaving.
        }
    }

    private static async Task<PostgresServer> StartInTurnAsync(PostgresOptions options, CancellationToken ct)
    {
        var owned = IsUnused(options.DataFolder);
        var clusters = Cluster.In(options.DataFolder);
        var account = await ServiceAccount.ForAsync(clusters.Values.LastOrDefault(), ct);
        foreach (var existing in clusters.Reverse())
        {
            var candidate = new Postmaster(options, existing.Value, account);
            if (await candidate.FindRunningAsync(ct) is { } running) return Join(options, candidate, new Binaries(BinaryFolderOf(existing.Value), existing.Key), existing.Value, running, owned);
        }

        await Folders.CheckReachableAsync(options.DataFolder, account, ct);
        var found = await Binaries.FindAsync(options, clusters.Keys, account, ct);
        var cluster = Cluster.Place(options.DataFolder, found.Major);
        if (!clusters.ContainsKey(found.Major)) await Cluster.MakeAsync(cluster, found, options, account, ct);
        else if (account is not null) await Folders.HandOverAsync(cluster, account, ct);
        Cluster.Password(cluster); // missing: say so before a server runs that nobody can enter
        var archiving = await WalArchive.PrepareAsync(options, cluster, account, ct);
        var fresh = new Postmaster(options with { Settings = [.. options.Settings, .. archiving] }, cluster, account);
        return Join(options, fresh, found, cluster, await fresh.StartAsync(found, ct), owned: true);
    }

    private static PostgresServer Join(PostgresOptions options, Postmaster postmaster, Binaries binaries, string cluster, PostmasterFile running, bool owned)
    {
        var member = FileLock.TryShared(MembersFile(options.DataFolder))
            ?? throw new StartException($"{MembersFile(options.DataFolder)} is locked by another program; end it and start again.");
        return new PostgresServer(options, postmaster, binaries, member, owned, cluster, running);
    }

    private static string Connection(PostmasterFile running, string role, string password, string database) => new DbConnectionStringBuilder
    {
        ["Host"] = running.SocketFolder.Length > 0 ? running.SocketFolder : "127.0.0.1",
        ["Port"] = running.Port.ToString(CultureInfo.InvariantCulture),
        ["Username"] = role,
        ["Password"] = password,
        ["Database"] = database,
    }.ConnectionString;

    private static bool IsUnused(string dataFolder)
    {
        using var alone = FileLock.TryExclusive(MembersFile(dataFolder));
        return alone is not null;
    }

    /// <summary>The programs the server was started from: the folder of the first word in <c>postmaster.opts</c>.</summary>
    private static string BinaryFolderOf(string cluster)
    {
        var file = Path.Combine(cluster, "postmaster.opts");
        var words = File.Exists(file) ? File.ReadAllText(file) : "";
        var end = words.IndexOf(" \"-D\"", StringComparison.Ordinal);
        return end > 0 ? Path.GetDirectoryName(words[..end].Trim('"')) ?? "" : "";
    }

    /// <summary>Held while a process decides to start or to stop.</summary>
    private static string TurnFile(string dataFolder) => Path.Combine(dataFolder, "postgres.turn");

    /// <summary>Held, shared, by every process that uses the server.</summary>
    private static string MembersFile(string dataFolder) => Path.Combine(dataFolder, "postgres.members");
}
