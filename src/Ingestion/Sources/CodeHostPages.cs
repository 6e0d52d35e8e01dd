namespace EventCatalog.Ingestion.Sources;

/// <summary>The public code hosts: how the page of a file, and its raw text, are addressed there.</summary>
public static class CodeHostPages
{
    private static readonly Dictionary<string, string> PageOfFile = new(StringComparer.OrdinalIgnoreCase)
    {
        ["github.com"] = "blob",
        ["gitlab.com"] = "-/blob",
        ["bitbucket.org"] = "src",
        ["codeberg.org"] = "src/branch",
    };

    /// <summary>Hosts that Location targets may name without further permission.</summary>
    public static IReadOnlyList<string> Known { get; } =
        ["github.com", "raw.githubusercontent.com", "gitlab.com", "bitbucket.org", "codeberg.org"];

    /// <summary>Address that paths of a repository's branch or commit are appended to, such as <c>https://github.com/acme/shop/blob/main/</c>; null for other hosts.</summary>
    /// <param name="clone">Any form of clone address: https, ssh, scp.</param>
    /// <param name="revision">Branch or commit.</param>
    public static string? FilePages(string clone, string revision)
    {
        if (HostAndPath(clone) is not { } place || !PageOfFile.TryGetValue(place.Host, out var page))
            return null;
        var repository = place.Path.Trim('/');
        if (repository.EndsWith(".git", StringComparison.Ordinal))
            repository = repository[..^4];
        if (page is "src/branch" && IsCommit(revision))
            page = "src/commit";
        return $"https://{place.Host.ToLowerInvariant()}/{repository}/{page}/{Escape(revision)}/";
    }

    /// <summary>The address of a file's text, for the page that shows it; other addresses stay as they are.</summary>
    public static Uri RawText(Uri page)
    {
        var steps = page.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return page.Host.ToLowerInvariant() switch
        {
            "github.com" when steps is [var owner, var repository, "blob" or "tree" or "raw", .. var rest] =>
                new Uri($"https://raw.githubusercontent.com/{owner}/{repository}/{string.Join('/', rest)}"),
            "gitlab.com" => new Uri(page.AbsoluteUri.Replace("/-/blob/", "/-/raw/", StringComparison.Ordinal)),
            "bitbucket.org" when steps is [var owner, var repository, "src", .. var rest] =>
                new Uri($"https://bitbucket.org/{owner}/{repository}/raw/{string.Join('/', rest)}"),
            "codeberg.org" when steps is [var owner, var repository, "src", .. var rest] =>
                new Uri($"https://codeberg.org/{owner}/{repository}/raw/{string.Join('/', rest)}"),
            _ => page,
        };
    }

    /// <summary>A path as it stands in an address.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Host and path of a clone address of any form; null when it is none.</summary>
    internal static (string Host, string Path)? HostAndPath(string clone)
    {
        if (GitTarget.IsScp(clone))
        {
            var colon = clone.IndexOf(':', StringComparison.Ordinal);
            return (clone[(clone.IndexOf('@', StringComparison.Ordinal) + 1)..colon], clone[(colon + 1)..]);
        }

        return Uri.TryCreate(clone, UriKind.Absolute, out var address) && address.Host.Length > 0 ? (address.Host, address.AbsolutePath) : null;
    }

    private static bool IsCommit(string revision) => revision.Length >= 40 && revision.All(char.IsAsciiHexDigit);
}
