using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>Where a server will listen: a unix socket in a folder only its account may enter, or else a loopback port.</summary>
/// <param name="SocketFolder">Null: loopback.</param>
internal sealed record Endpoint(string? SocketFolder, int Port)
{
    private const int SocketPort = 5432;

    // sockaddr_un.sun_path is 108 bytes on Linux and 104 on macOS, the closing zero included.
    private static readonly int LongestPath = OperatingSystem.IsMacOS() ? 103 : 107;

    public static Endpoint Choose(string dataFolder, ServiceAccount? account)
    {
        if (OperatingSystem.IsWindows()) return Loopback();
        foreach (var folder in Candidates(dataFolder, account))
        {
            if (!Fits(folder)) continue;
            try
            {
                if (new DirectoryInfo(folder).LinkTarget is not null) continue; // somebody else's doing in a shared folder
                Folders.MakePrivate(folder, account);
                return new Endpoint(folder, SocketPort);
            }
            catch (UnauthorizedAccessException)
            {
                // Not ours to close: the next one.
            }
        }
        return Loopback();
    }

    public static string SocketFile(string folder, int port) =>
        Path.Combine(folder, ".s.PGSQL." + port.ToString(CultureInfo.InvariantCulture));

    /// <summary>The server's settings for this place; given on the command line, where no file can contradict them.</summary>
    public IReadOnlyList<string> Settings() => SocketFolder is { } folder
        ? ["listen_addresses=", $"unix_socket_directories=\"{folder.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", "unix_socket_permissions=0700", PortSetting()]
        : ["listen_addresses=127.0.0.1", "unix_socket_directories=", PortSetting()];

    private string PortSetting() => "port=" + Port.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Candidates(string dataFolder, ServiceAccount? account)
    {
        yield return Path.Combine(dataFolder, "run");
        var name = "eventcatalog-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.UserName + dataFolder)))[..12];
        if (account is not null && Directory.Exists("/run")) yield return Path.Combine("/run", name);
        if (account is null && Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } mine && Directory.Exists(mine))
            yield return Path.Combine(mine, name);
        yield return Path.Combine("/tmp", name);
    }

    /// <summary>Short enough for the kernel, and free of what connection strings and postmaster.pid give a meaning.</summary>
    private static bool Fits(string folder) =>
        Encoding.UTF8.GetByteCount(SocketFile(folder, SocketPort)) <= LongestPath
        && !folder.Contains(',', StringComparison.Ordinal) && !folder.Any(char.IsControl);

    private static Endpoint Loopback()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Endpoint(SocketFolder: null, ((IPEndPoint)probe.LocalEndpoint).Port);
    }
}
