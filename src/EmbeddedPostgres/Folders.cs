using System.Runtime.Versioning;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>Makes the folders with the modes PostgreSQL asks for, and words what goes wrong.</summary>
internal static class Folders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The data folder: closed to others; as root, the server's account may pass through it but not list it.</summary>
    public static void MakeData(string folder)
    {
        var isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        if (OperatingSystem.IsWindows()) return;
        if (isNew) File.SetUnixFileMode(folder, OwnerOnly);
        if (Environment.IsPrivilegedProcess && (File.GetUnixFileMode(folder) & PassThrough) != PassThrough)
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | PassThrough);
    }

    /// <summary>A folder only the server's account may enter.</summary>
    public static void MakePrivate(string folder, ServiceAccount? account)
    {
        Directory.CreateDirectory(folder);
        if (OperatingSystem.IsWindows()) return;
        Hand(folder, account, OwnerOnly);
    }

    /// <summary>Gives a file or folder to the server's account with this mode.</summary>
    [UnsupportedOSPlatform("windows")]
    public static void Hand(string path, ServiceAccount? account, UnixFileMode mode)
    {
        if (account is not null) Platform.Posix.ChangeOwner(path, account.UserId, account.GroupId);
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>Makes sure that the server's account can get to the data folder at all.</summary>
    /// <exception cref="StartException">A folder above it is closed.</exception>
    public static async Task CheckReachableAsync(string folder, ServiceAccount? account, CancellationToken ct)
    {
        if (account is null) return;
        var result = await Tool.RunAsync(account.Command(["/bin/sh", "-c", "test -x \"$0\"", folder]), input: null, ct);
        if (!result.Succeeded)
            throw new StartException($"PostgreSQL runs as {account.Name} because root may not run it, and {account.Name} cannot enter {folder}: {(result.Output.Trim() is { Length: > 0 } words ? words : "a folder above it is closed")}; choose another data folder with --data or EVENTCATALOG_DATA, for instance /var/lib/eventcatalog.");
    }

    /// <summary>Gives a cluster that root owns (a restored backup) to the account, with everything in it.</summary>
    public static async Task HandOverAsync(string cluster, ServiceAccount account, CancellationToken ct)
    {
        if (await ServiceAccount.OwnerAsync(cluster, ct) == account.UserId) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(cluster, "*", SearchOption.AllDirectories).Append(cluster))
            Platform.Posix.ChangeOwner(entry, account.UserId, account.GroupId);
    }

    /// <summary>Removes a folder that somebody may still be writing into for a moment.</summary>
    public static async Task DeleteAsync(string folder, CancellationToken ct)
    {
        for (var tries = 1; Directory.Exists(folder); tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (tries < 50)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
        }
    }

    public static StartException NotWritable(string folder, Exception cause) => IsDiskFull(cause.Message)
        ? DiskFull(folder, cause)
        : new StartException(
            $"The data folder {folder} cannot be written ({cause.Message.TrimEnd('.')}); make it writable for this user or choose another with --data or EVENTCATALOG_DATA.", cause);

    public static StartException DiskFull(string folder, Exception? cause = null) =>
        new($"The disk under {folder} is full; free some space or choose a data folder on another disk with --data or EVENTCATALOG_DATA.", cause!);

    public static bool IsDiskFull(string message) => message.Contains("No space left on device", StringComparison.Ordinal)
        || message.Contains("not enough space on the disk", StringComparison.OrdinalIgnoreCase)
        || message.Contains("Disk quota exceeded", StringComparison.Ordinal);
}
