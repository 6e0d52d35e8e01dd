using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>One kind of code host.</summary>
/// <param name="Name">The type of its sources.</param>
/// <param name="ApiOf">Where the API of a site usually is.</param>
/// <param name="Identify">The headers a token is sent by.</param>
internal sealed record CodeHostType(
    string Name, Func<Uri, Uri> ApiOf, Func<string, IReadOnlyDictionary<string, string>> Identify, Func<HostApi, HostTarget, ICodeHost> Create);

/// <summary>The code hosts that can be read. A new one is an <see cref="ICodeHost"/> and a line here.</summary>
internal static class AllHosts
{
    public static IReadOnlyList<CodeHostType> Types { get; } =
    [
        new(SourceTypes.GitHub, GitHubHost.ApiOf, GitHubHost.Identify, (api, target) => new GitHubHost(api, target)),
        new(SourceTypes.GitLab, GitLabHost.ApiOf, GitLabHost.Identify, (api, target) => new GitLabHost(api, target)),
        new(SourceTypes.Gitea, GiteaHost.ApiOf, GiteaHost.Identify, (api, target) => new GiteaHost(api, target)),
        new(SourceTypes.Bitbucket, BitbucketHost.ApiOf, BitbucketHost.Identify, (api, target) => new BitbucketHost(api, target)),
    ];
}
