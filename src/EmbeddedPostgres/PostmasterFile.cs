using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using EventCatalog.EmbeddedPostgres.Platform;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>
/// What a running (or dead) server wrote into <c>postmaster.pid</c>: process, folder, start, port, socket folder, address, shared
/// memory, status. Source: https://www.postgresql.org/docs/18/storage-file-layout.html and <c>miscadmin/pidfile.h</c>.
/// </summary>
internal sealed record PostmasterFile(int ProcessId, int Port, string SocketFolder, string Status)
{
    public const string Name = "postmaster.pid";

    public bool IsReady => Status is "ready";

    /// <summary>Null when there is none; port 0 and no status while its writer is at work.</summary>
    public static PostmasterFile? Read(string cluster)
    {
        try
        {
            // The server holds it open; sharing everything keeps Windows content.
            using var file = new FileStream(Path.Combine(cluster, Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return Parse(reader.ReadToEnd());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>From the text of this file or of a socket's lock file, which has the same first lines.</summary>
    public static PostmasterFile Parse(string text)
    {
        var lines = text.Split('\n');
        return lines is [var id, _, _, var port, var socket, ..]
            ? new PostmasterFile(Number(id), Number(port), socket.Trim(), lines.Length > 7 ? lines[7].Trim() : "")
            : new PostmasterFile(Number(lines[0]), 0, "", "");
    }

    /// <summary>True when somebody accepts connections where this file says.</summary>
    public bool Answers()
    {
        if (Port == 0) return false;
        using var socket = SocketFolder.Length > 0
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (SocketFolder.Length > 0) socket.Connect(new UnixDomainSocketEndPoint(Endpoint.SocketFile(SocketFolder, Port)));
            else socket.Connect("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>True when the process lives and is the server of this cluster, not some other program that got its number.</summary>
    public bool IsServerOf(string cluster)
    {
        if (OperatingSystem.IsWindows()) return NameOf(ProcessId) is "postgres";
        if (!Posix.IsAlive(ProcessId)) return false;
        if (!OperatingSystem.IsLinux()) return NameOf(ProcessId) is "postgres";
        try
        {
            // A server's working folder is its cluster. The name alone could be another PostgreSQL of the same account.
            return File.ReadAllText($"/proc/{Text(ProcessId)}/comm").Trim() is "postgres"
                && new DirectoryInfo($"/proc/{Text(ProcessId)}/cwd").ResolveLinkTarget(returnFinalTarget: false)?.FullName is { } folder
                && string.Equals(folder, RealPath(cluster), StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // gone meanwhile, or another user's: not a server this account could have started
        }
    }

    private static string? NameOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The path with every link on the way resolved, as the kernel shows a working folder.</summary>
    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(real, part));
            real = next.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : next.FullName;
        }
        return real;
    }

    private static int Number(string line) => int.TryParse(line.Trim(), CultureInfo.InvariantCulture, out var number) ? Math.Abs(number) : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
