using System.Diagnostics;
using EventCatalog.EmbeddedPostgres.Platform;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>Starts the server process of a cluster, finds a running one, and stops it. Callers hold the folder's start lock.</summary>
internal sealed class Postmaster(PostgresOptions options, string cluster, ServiceAccount? account)
{
    private const int AddressTries = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan OldChildrenGone = TimeSpan.FromSeconds(15);
    private Endpoint? endpoint; // a loopback port is kept when the server is started again

    /// <summary>The ready server that already runs on the cluster; null when there is none.</summary>
    /// <exception cref="StartException">One runs, but is not ready in time.</exception>
    public async Task<PostmasterFile?> FindRunningAsync(CancellationToken ct)
    {
        var since = Stopwatch.StartNew();
        while (PostmasterFile.Read(cluster) is { } file)
        {
            var answers = file.Answers();
            if (answers && file.IsReady) return file;
            if (!answers && !file.IsServerOf(cluster)) return null;
            await WaitOrGiveUpAsync(since, ct);
        }
        return null;
    }

    /// <summary>True when no process is the server of the cluster.</summary>
    public bool IsGone() => PostmasterFile.Read(cluster) is not { } file || !file.IsServerOf(cluster) && !file.Answers();

    /// <summary>A fresh server, ready for connections.</summary>
    public async Task<PostmasterFile> StartAsync(Binaries binaries, CancellationToken ct)
    {
        var log = ServerLog.Prepare(options.DataFolder);
        var since = Stopwatch.StartNew();
        for (var tries = 1; ; tries++)
        {
            SetAsideReusedNumber();
            var end = File.Exists(log) ? new FileInfo(log).Length : 0;
            endpoint = endpoint is { SocketFolder: null } && tries == 1 ? endpoint : Endpoint.Choose(options.DataFolder, account);
            var exited = Spawn(binaries, endpoint, log);
            if (await ReadyOrExitAsync(exited, since, ct) is { } file) return file;

            var said = ServerLog.ReadFrom(log, end);
            // Children of a killed server let go of its memory a moment after it; a free port may be taken before we use it.
            var mayPass = said.Contains("pre-existing shared memory block", StringComparison.Ordinal) && since.Elapsed < OldChildrenGone
                || said.Contains("Address already in use", StringComparison.Ordinal) && tries < AddressTries;
            if (!mayPass) throw ServerLog.Explain(said, "postgres", options.DataFolder, $"PostgreSQL could not start on {cluster}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    /// <summary>Fast shutdown; after ten seconds the immediate one, from which the next start recovers.</summary>
    public async Task StopAsync(string postgresFolder)
    {
        if (PostmasterFile.Read(cluster) is not { } file || !file.IsServerOf(cluster)) return;
        if (OperatingSystem.IsWindows())
        {
            await Tool.RunAsync([Binaries.Program(postgresFolder, "pg_ctl"), "stop", "-D", cluster, "-m", "fast", "-w", "-t", "10"], input: null, CancellationToken.None);
            return;
        }
        foreach (var signal in (int[])[Posix.Interrupt, Posix.Quit])
        {
            if (!Posix.Signal(file.ProcessId, signal)) break;
            var since = Stopwatch.StartNew();
            while (file.IsServerOf(cluster) && since.Elapsed < TimeSpan.FromSeconds(10)) await Task.Delay(Look);
            if (!file.IsServerOf(cluster)) break;
        }
        RemoveShortSocketFolder(file.SocketFolder);
    }

    /// <summary>The one outside the data folder, for paths too long; inside it stays.</summary>
    private void RemoveShortSocketFolder(string folder)
    {
        if (folder.Length == 0 || folder.StartsWith(options.DataFolder, StringComparison.Ordinal) || !Directory.Exists(folder)) return;
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    /// <summary>
    /// The server refuses a lock file whose process lives under its own account, although after a reboot or in a container the
    /// number may belong to anything. Having seen that it is no server of this cluster, move the file out of the way.
    /// </summary>
    private void SetAsideReusedNumber()
    {
        if (OperatingSystem.IsWindows()) return;
        var lockFiles = new List<string> { Path.Combine(cluster, PostmasterFile.Name) };
        if (Endpoint.Choose(options.DataFolder, account) is { SocketFolder: { } folder } endpoint)
            lockFiles.Add(Endpoint.SocketFile(folder, endpoint.Port) + ".lock");
        foreach (var lockFile in lockFiles.Where(File.Exists))
        {
            var writer = PostmasterFile.Parse(File.ReadAllText(lockFile));
            if (Posix.MaySignal(writer.ProcessId) && !writer.IsServerOf(cluster)) File.Move(lockFile, lockFile + ".stale", overwrite: true);
        }
    }

    private Task<int> Spawn(Binaries binaries, Endpoint endpoint, string log)
    {
        List<string> settings = [.. endpoint.Settings(), .. options.Settings];
        if (!options.Durable) settings.AddRange(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        if (OperatingSystem.IsWindows()) return WindowsServer.Start(binaries, cluster, settings, log);

        string[] command = [binaries.Postgres, "-D", cluster, .. settings.SelectMany(setting => (string[])["-c", setting])];
        try
        {
            return DetachedProcess.Start(account?.Command(command) ?? command, Tool.CleanEnvironment, log).Exited;
        }
        catch (IOException e)
        {
            throw Folders.NotWritable(options.DataFolder, e);
        }
    }

    private async Task<PostmasterFile?> ReadyOrExitAsync(Task<int> exited, Stopwatch since, CancellationToken ct)
    {
        while (!exited.IsCompleted)
        {
            // A file left by an earlier server may still say ready: the process must be one of this cluster, and it must answer.
            if (PostmasterFile.Read(cluster) is { IsReady: true } file && file.IsServerOf(cluster) && file.Answers()) return file;
            await WaitOrGiveUpAsync(since, ct);
        }
        return null;
    }

    private async Task WaitOrGiveUpAsync(Stopwatch since, CancellationToken ct)
    {
        if (since.Elapsed > options.ReadyWithin)
            throw new StartException($"PostgreSQL on {cluster} is still not ready after {options.ReadyWithin}; it may be recovering from a crash (see {Path.Combine(options.DataFolder, "postgres.log")}); start again later.");
        await Task.Delay(Look, ct);
    }
}
