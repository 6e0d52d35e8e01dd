using EventCatalog.Domain;
using EventCatalog.Ingestion.Hosts;

namespace EventCatalog.Ingestion.Sources;

/// <summary>The types of sources, and which one a target is when nobody says so.</summary>
public static class SourceTypes
{
    public const string File = "file";
    public const string Folder = "folder";
    public const string Git = "git";
    public const string Url = "url";

    public const string GitHub = "github";
    public const string GitLab = "gitlab";
    public const string Gitea = "gitea";
    public const string Bitbucket = "bitbucket";

    /// <summary>The types that read all repositories of an organisation by the API of its code host.</summary>
    public static IReadOnlyList<string> Hosts { get; } = [GitHub, GitLab, Gitea, Bitbucket];

    private static readonly Dictionary<string, string> PublicHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["github.com"] = GitHub,
        ["gitlab.com"] = GitLab,
        ["codeberg.org"] = Gitea,
        ["bitbucket.org"] = Bitbucket,
    };

    private static readonly string[] GitSchemes = ["ssh://", "git://", "file://", "git+ssh://"];

    /// <summary>The source that a text of the command line, the configuration or the portal means.</summary>
    /// <param name="target">Path or address as written. Paths become absolute.</param>
    /// <param name="type">The type where it is written too; it is not doubted, only checked to be one.</param>
    /// <exception cref="RuleViolation">It cannot be a source; the message says what was expected.</exception>
    public static (string Type, string Target) Infer(string target, string? type = null)
    {
        var text = target.Trim();
        if (text.Length == 0)
            throw new RuleViolation("The source is empty; expected a descriptor file, a folder, a git address, the https address of a descriptor file or of an organisation at a code host");
        if (text.StartsWith('-') || text.Any(char.IsControl))
            throw new RuleViolation($"\"{Redaction.Redact(text)}\" is not a path or an address");
        return type switch
        {
            null or "" => Guess(text),
            File or Folder => (type, FullPath(text)),
            Git => (Git, IsRemote(text) ? text : FullPath(text)),
            Url => (Url, IsHttp(text) ? text : throw new RuleViolation($"\"{Redaction.Redact(text)}\" is not an http or https address")),
            _ when Hosts.Contains(type, StringComparer.Ordinal) => (type, HostTarget.Parse(text).Text),
            _ => throw new RuleViolation($"\"{type}\" is not a type of source; expected {File}, {Folder}, {Git}, {Url}, {string.Join(", ", Hosts.SkipLast(1))} or {Hosts[^1]}"),
        };
    }

    private static (string Type, string Target) Guess(string text)
    {
        if (IsHttp(text))
            return IsDescriptorAddress(text) ? (Url, text) : OrganisationType(text) is { } host ? (host, HostTarget.Parse(text).Text) : (Git, text);
        if (IsRemote(text))
            return (Git, text);
        var path = FullPath(text);
        var (folder, _) = GitTarget.SplitBranch(path);
        if (IsBareRepository(folder))
            return (Git, path);
        if (Directory.Exists(path))
            return (Folder, path);
        var name = Path.GetFileName(path);
        return (System.IO.File.Exists(path) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            ? File
            : Folder, path);
    }

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0
        && (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    // An address of a public code host with no repository in it means them all.
    private static string? OrganisationType(string text) =>
        PublicHosts.GetValueOrDefault(new Uri(text).Host) is { } type && HostTarget.IsOrganisation(text) ? type : null;

    // A repository page of a code host and a clone address look alike; only a file's name tells a descriptor.
    private static bool IsDescriptorAddress(string text)
    {
        var path = new Uri(text).AbsolutePath;
        return path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsRemote(string text) =>
        IsHttp(text) || Array.Exists(GitSchemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) || GitTarget.IsScp(text);

    private static bool IsBareRepository(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, "HEAD")) && Directory.Exists(Path.Combine(folder, "objects")) && Directory.Exists(Path.Combine(folder, "refs"));

    private static string FullPath(string text)
    {
        var home = text is "~" || text.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + text[1..]
            : text;
        var full = Path.GetFullPath(home);
        return full.Length > 1 ? full.TrimEnd('/') : full;
    }
}
