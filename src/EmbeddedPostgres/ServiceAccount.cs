using System.Globalization;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>The unprivileged account the server runs as when root started us: PostgreSQL refuses to run as root.</summary>
/// <param name="Switcher">The program that changes the user: setpriv (it becomes the server) or runuser (it stays as its parent).</param>
internal sealed record ServiceAccount(string Name, uint UserId, uint GroupId, string Switcher)
{
    private static readonly string[] Preferred = ["eventcatalog", "postgres", "nobody"];

    /// <summary>Null when the process is not root and the server simply runs as the same user.</summary>
    /// <param name="cluster">When it exists, its owner is the account.</param>
    /// <exception cref="StartException">Root on a system where we cannot change the user, or no account to change to.</exception>
    public static async Task<ServiceAccount?> ForAsync(string? cluster, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return null;
        var switcher = (OperatingSystem.IsLinux() ? Tool.Find("setpriv") ?? Tool.Find("runuser") : null)
            ?? throw new StartException("PostgreSQL does not run as root and neither setpriv nor runuser (util-linux) is here to change the user; start EventCatalog as an ordinary user, or install util-linux.");
        var accounts = Accounts(switcher);
        var owner = cluster is not null && Directory.Exists(cluster) ? await OwnerAsync(cluster, ct) : 0;
        return accounts.Find(account => account.UserId == owner)
            ?? Preferred.Select(name => accounts.Find(account => string.Equals(account.Name, name, StringComparison.Ordinal))).FirstOrDefault(account => account is not null)
            ?? accounts.FirstOrDefault()
            ?? throw new StartException("PostgreSQL does not run as root and /etc/passwd has no other account; add one with `useradd --system eventcatalog`.");
    }

    /// <summary>The command as this account runs it.</summary>
    public IReadOnlyList<string> Command(IReadOnlyList<string> command) => Path.GetFileName(Switcher) is "setpriv"
        ? [Switcher, Text($"--reuid={UserId}"), Text($"--regid={GroupId}"), "--clear-groups", "--", .. command]
        : [Switcher, "-u", Name, "--", .. command];

    /// <summary>The numeric owner of a folder.</summary>
    public static async Task<uint> OwnerAsync(string path, CancellationToken ct)
    {
        var stat = await Tool.RunAsync([Tool.Find("stat") ?? "/usr/bin/stat", "-c", "%u", path], input: null, ct);
        return stat.Succeeded && uint.TryParse(stat.Output.Trim(), CultureInfo.InvariantCulture, out var owner)
            ? owner
            : throw new StartException($"The owner of {path} cannot be read ({stat.Output.Trim()}); check the folder.");
    }

    private static List<ServiceAccount> Accounts(string switcher)
    {
        var accounts = new List<ServiceAccount>();
        foreach (var line in File.ReadLines("/etc/passwd"))
        {
            if (line.Split(':') is [var name, _, var user, var group, ..]
                && uint.TryParse(user, CultureInfo.InvariantCulture, out var userId) && userId != 0
                && uint.TryParse(group, CultureInfo.InvariantCulture, out var groupId))
                accounts.Add(new ServiceAccount(name, userId, groupId, switcher));
        }
        return accounts;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
