using EventCatalog.Domain;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>The target of a code host source taken apart: <c>https://{host}/{owner}[/{pattern of repositories}][#{branch}]</c>.</summary>
/// <param name="Text">The whole target as written, without a slash at its end.</param>
/// <param name="Site">Scheme and host, with a slash at its end.</param>
/// <param name="Owner">Organisation, user, workspace or group; a group below others has slashes.</param>
/// <param name="Repositories">Which repositories below the owner; null for all.</param>
/// <param name="Branch">Null for the default branch of each.</param>
internal sealed record HostTarget(string Text, Uri Site, string Owner, Glob? Repositories, string? Branch)
{
    public string Host => Site.Authority;

    /// <exception cref="RuleViolation">It is no such address.</exception>
    public static HostTarget Parse(string text)
    {
        var (address, branch) = GitTarget.SplitBranch(text.Trim());
        address = address.TrimEnd('/');
        var (plain, _) = Redaction.Split(address);
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new RuleViolation($"\"{Redaction.Redact(text)}\" is not the address of an organisation, such as https://github.com/acme");
        var site = new Uri(uri.GetLeftPart(UriPartial.Authority) + "/");
        var path = plain[(plain.IndexOf("//", StringComparison.Ordinal) + 2)..];
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        var pattern = steps.Length > 0 && Glob.IsGlob(steps[^1]) ? steps[^1] : null;
        var owner = string.Join('/', pattern is null ? steps : steps[..^1]);
        if (owner.Length == 0)
            throw new RuleViolation($"\"{Redaction.Redact(text)}\" names no organisation; expected an address such as {site}acme");
        try
        {
            return new HostTarget(branch is null ? address : $"{address}#{branch}", site, owner, pattern is null ? null : new Glob(pattern, hiddenToo: true), branch);
        }
        catch (UnreadableFileException e)
        {
            throw new RuleViolation(e.Message);
        }
    }

    /// <summary>Whether the address names an organisation and no single repository.</summary>
    public static bool IsOrganisation(string text)
    {
        var (address, _) = GitTarget.SplitBranch(text);
        var steps = new Uri(address).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return steps.Length == 1 || (steps.Length > 1 && Glob.IsGlob(Uri.UnescapeDataString(steps[^1])));
    }

    /// <summary>Whether a repository, by its path below the owner, is meant.</summary>
    public bool Means(string repository) => Repositories is null || Repositories.IsMatch(repository[(repository.LastIndexOf('/') + 1)..]);
}
