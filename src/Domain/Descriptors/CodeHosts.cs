using System.Text.RegularExpressions;

namespace EventCatalog.Domain.Descriptors;

/// <summary>
/// What the addresses of code hosts tell. A host is known by the shape of its addresses, because on-premises hosts have any
/// name: GitHub, GitLab, Gitea and Forgejo, Bitbucket (cloud and server), Azure DevOps. Source: Backstage's integration package.
/// </summary>
public static partial class CodeHosts
{
    private enum Host
    {
        GitHub,
        GitLab,
        Gitea,
        BitbucketCloud,
        BitbucketServer,
        Azure,
    }

    /// <param name="Root">Path of the address up to and including the ref; paths from the repository's root are joined to it.</param>
    /// <param name="Repository">Host and path of the repository, lower case.</param>
    /// <param name="Ref">Branch, tag or commit; empty where the address names none.</param>
    private sealed record Place(Host Host, Uri Address, string Root, string Repository, string Ref);

    /// <summary>The address to edit a file at; null when no code host has addresses like this.</summary>
    public static string? EditUrl(string url) => PlaceOf(url) switch
    {
        { Host: Host.GitHub } => GitHubView().Replace(url, "${repository}/edit/", 1),
        { Host: Host.GitLab } => GitLabView().Replace(url, "/-/edit/", 1),
        { Host: Host.Gitea } place => $"{place.Address.GetLeftPart(UriPartial.Authority)}{GiteaView().Replace(place.Address.AbsolutePath, "${repository}/_edit/${ref}/", 1)}",
        { Host: Host.BitbucketCloud } place => $"{place.Address.GetLeftPart(UriPartial.Path)}{Query(place.Address)}mode=edit&at={Uri.EscapeDataString(place.Ref)}",
        { Host: Host.BitbucketServer } place => place.Address.GetLeftPart(UriPartial.Path),
        { Host: Host.Azure } => url,
        _ => null,
    };

    /// <summary>The address of the folder a file is in, with a trailing slash; null when no code host has addresses like this.</summary>
    public static string? FolderUrl(string url) => PlaceOf(url) is null ? null : Resolve("./", url);

    /// <summary>
    /// What a target means in a file: an absolute address stays, a leading slash starts at the repository's root, anything
    /// else at the file's folder. The ref and the query of the file's address are kept.
    /// </summary>
    /// <param name="target">As written in the file.</param>
    /// <param name="file">Address of the file.</param>
    /// <exception cref="RuleViolation">The file has no absolute address.</exception>
    public static string Resolve(string target, string file)
    {
        if (WhatwgUrl.IsAbsolute(target))
            return target;
        if (!Uri.TryCreate(file, UriKind.Absolute, out var address))
            throw new RuleViolation($"\"{file}\" is not an absolute URL");

        var place = PlaceOf(file);
        if (place is { Host: Host.Azure })
        {
            var path = new Uri(new Uri($"https://a.invalid{ParameterOf(address, "path") ?? ""}"), target).AbsolutePath;
            return $"{address.GetLeftPart(UriPartial.Path)}{WithParameter(address, "path", path)}";
        }

        var rooted = target.StartsWith('/') && place is not null ? place.Root + target : target;
        var resolved = new Uri(address, rooted);
        var text = resolved.GetLeftPart(UriPartial.Path) + address.Query;
        return place is { Host: Host.GitHub } ? GitHubView().Replace(text, "${repository}/tree/", 1) : text;
    }

    /// <summary>Whether both are files at code hosts, but not of the same repository. Source: the package <c>git-url-parse</c>, which Backstage asks.</summary>
    public static bool AreOfDifferentRepositories(string one, string other) =>
        RepositoryOf(one) is { } a && RepositoryOf(other) is { } b && !string.Equals(a, b, StringComparison.Ordinal);

    /// <summary>Host and path of the repository a file is in, as far as its address looks like a code host's.</summary>
    private static string? RepositoryOf(string url)
    {
        if (PlaceOf(url) is { } place)
            return place.Repository;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && AnyView().Match(address.AbsolutePath) is { Success: true } view
            ? $"{address.Authority}{view.Groups["repository"].Value}".ToLowerInvariant()
            : null;
    }

    private static Place? PlaceOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            return null;
        var path = address.AbsolutePath;
        return
            path.Contains("/_git/", StringComparison.Ordinal) && ParameterOf(address, "path") is not null ? Known(Host.Azure, path, path, "")
            : BitbucketServerView().Match(path) is { Success: true } server ? Known(Host.BitbucketServer, server.Value, server.Groups["repository"].Value, "")
            : GitLabView().Match(path) is { Success: true } lab ? KnownAt(Host.GitLab, path, lab.Index + lab.Length, path[..lab.Index])
            : GiteaView().Match(path) is { Success: true } tea ? Known(Host.Gitea, tea.Value.TrimEnd('/'), tea.Groups["repository"].Value, tea.Groups["ref"].Value)
            : string.Equals(address.Host, "bitbucket.org", StringComparison.Ordinal) && BitbucketCloudView().Match(path) is { Success: true } cloud
                ? Known(Host.BitbucketCloud, cloud.Value.TrimEnd('/'), cloud.Groups["repository"].Value, cloud.Groups["ref"].Value)
            : GitHubView().Match(path) is { Success: true, Index: 0 } hub ? KnownAt(Host.GitHub, path, hub.Length, hub.Groups["repository"].Value)
            : null;

        Place Known(Host host, string root, string repository, string reference) =>
            new(host, address, root, $"{address.Authority}{repository}".ToLowerInvariant(), reference);

        Place KnownAt(Host host, string whole, int refStart, string repository)
        {
            var slash = whole.IndexOf('/', refStart);
            var end = slash < 0 ? whole.Length : slash;
            return Known(host, whole[..end], repository, whole[refStart..end]);
        }
    }

    private static string Query(Uri address) => address.Query.Length > 1 ? address.Query + "&" : "?";

    private static string? ParameterOf(Uri address, string name) =>
        address.Query.TrimStart('?').Split('&')
            .Select(parameter => parameter.Split('=', 2))
            .Where(parameter => parameter.Length == 2 && string.Equals(parameter[0], name, StringComparison.Ordinal))
            .Select(parameter => Uri.UnescapeDataString(parameter[1].Replace('+', ' ')))
            .FirstOrDefault();

    private static string WithParameter(Uri address, string name, string value) =>
        "?" + string.Join('&', address.Query.TrimStart('?').Split('&')
            .Select(parameter => parameter.StartsWith($"{name}=", StringComparison.Ordinal) ? $"{name}={Uri.EscapeDataString(value)}" : parameter));

    [GeneratedRegex("(?<repository>/[^/]+/[^/]+)/(blob|tree|edit)/", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GitHubView();

    [GeneratedRegex("/-/(blob|tree|edit)/", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GitLabView();

    [GeneratedRegex(@"\A(?<repository>/[^/]+/.+?)/(-/)?(blob|tree|src|raw|edit)/[^/]+/.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyView();

    [GeneratedRegex(@"\A(?<repository>/[^/]+/[^/]+)/src/(branch|tag|commit)/(?<ref>[^/]+)/", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GiteaView();

    [GeneratedRegex(@"\A(?<repository>/[^/]+/[^/]+)/src/(?<ref>[^/]+)/", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BitbucketCloudView();

    [GeneratedRegex(@"\A(?<repository>/(projects|users)/[^/]+/repos/[^/]+)/(browse|raw)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BitbucketServerView();
}
