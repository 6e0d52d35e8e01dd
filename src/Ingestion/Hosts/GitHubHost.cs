using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using EventCatalog.Ingestion.Sources;
using static EventCatalog.Ingestion.Hosts.HostApi;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>
/// GitHub and GitHub Enterprise. By GraphQL a call shows a hundred repositories with their heads and root folders, or brings fifty
/// files. Source: <see href="https://docs.github.com/graphql"/>, <see href="https://docs.github.com/rest/git/trees"/>.
/// </summary>
internal sealed class GitHubHost(HostApi api, HostTarget target) : ICodeHost
{
    private readonly Uri _graphql = api.Root.AbsolutePath.EndsWith("/v3/", StringComparison.Ordinal) ? new Uri(api.Root, "../graphql") : new Uri(api.Root, "graphql");
    private readonly string _repository = $$"""
        fragment repository on Repository {
          id name url isArchived isFork pushedAt
          branch: {{(target.Branch is null ? "defaultBranchRef" : "ref(qualifiedName: $branch)")}} {
            name target { ... on Commit { tree { oid entries { name type oid } } } }
          }
        }
        """;

    public static Uri ApiOf(Uri site) => site.Host.Equals("github.com", StringComparison.OrdinalIgnoreCase) ? new Uri("https://api.github.com/") : new Uri(site, "api/v3/");

    public static Dictionary<string, string> Identify(string token) => new(StringComparer.Ordinal) { ["Authorization"] = $"Bearer {token[(token.IndexOf(':', StringComparison.Ordinal) + 1)..]}" };

    public int FilesACall => 50;

    public string FilePages => "/blob/";

    public string PeoplePage => $"{target.Site}orgs/{target.Owner}/people";

    public async IAsyncEnumerable<RepositoryPage> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        string? after = null;
        do
        {
            var data = await QueryAsync(
                """
                query ($owner: String!, $after: String{BRANCH}) {
                  repositoryOwner(login: $owner) {
                    repositories(first: 100, after: $after, ownerAffiliations: OWNER, orderBy: { field: PUSHED_AT, direction: DESC }) {
                      totalCount pageInfo { hasNextPage endCursor } nodes { ...repository }
                    }
                  }
                }
                """, new { owner = target.Owner, after, branch = Ref }, ct);
            if (data.GetProperty("repositoryOwner") is not { ValueKind: JsonValueKind.Object } owner)
                throw api.Unreachable($"shows no organisation \"{target.Owner}\": it does not exist, or the token may not see it");
            var repositories = owner.GetProperty("repositories");
            yield return new RepositoryPage(
                [.. repositories.GetProperty("nodes").EnumerateArray().Where(node => node.ValueKind is JsonValueKind.Object).Select(Repository)],
                repositories.GetProperty("totalCount").GetInt32());
            var page = repositories.GetProperty("pageInfo");
            after = Flag(page, "hasNextPage") ? Text(page, "endCursor") : null;
        }
        while (after is not null);
    }

    public async Task<HostRepository?> FindAsync(string name, CancellationToken ct)
    {
        var data = await QueryAsync(
            "query ($owner: String!, $name: String!{BRANCH}) { repository(owner: $owner, name: $name, followRenames: false) { ...repository } }",
            new { owner = target.Owner, name, branch = Ref }, ct);
        return data.GetProperty("repository") is { ValueKind: JsonValueKind.Object } found ? Repository(found) : null;
    }

    public async Task<IReadOnlyList<HostFile>> RootFilesAsync(HostRepository repository, CancellationToken ct) =>
        repository.Root ?? (await FindAsync(repository.Name, ct))?.Root ?? [];

    public async Task<IReadOnlyList<HostFile>> FilesAsync(HostRepository repository, CancellationToken ct)
    {
        var tree = await api.GetAsync($"repos/{target.Owner}/{repository.Name}/git/trees/{repository.Revision}?recursive=1", ct, isPart: true);
        if (tree is { } found && Flag(found, "truncated"))
            throw new UnreadableFileException("too-many-files", $"GitHub lists only a part of {repository.Name}: it has too many files. Register it as a git source ({repository.Page}.git)");
        return tree is { } whole ? [.. whole.GetProperty("tree").EnumerateArray().Where(IsFile).Select(file => new HostFile(Need(file, "path"), Need(file, "sha")))] : [];
    }

    public async Task ReadAsync(IReadOnlyCollection<(HostRepository Repository, HostFile File)> wanted, Action<HostFile, byte[]> keep, CancellationToken ct)
    {
        if (wanted.Count == 1)
        {
            var (repository, file) = wanted.Single();
            if (await api.ReadAsync($"repos/{target.Owner}/{repository.Name}/git/blobs/{file.Content}", ct, "application/vnd.github.raw+json") is { } content)
                keep(file, content);
            return;
        }

        var batch = wanted.ToArray();
        var query = new StringBuilder("query ($owner: String!) {");
        for (var i = 0; i < batch.Length; i++)
        {
            query.Append(FormattableString.Invariant($" f{i}: repository(owner: $owner, name: {JsonSerializer.Serialize(batch[i].Repository.Name)}) "))
                .Append(FormattableString.Invariant($"{{ object(oid: \"{batch[i].File.Content}\") {{ ... on Blob {{ text isBinary isTruncated }} }} }}"));
        }

        var data = await api.QueryAsync(_graphql, query.Append(" }").ToString(), new { owner = target.Owner }, ct);
        for (var i = 0; i < batch.Length; i++)
        {
            // What is no text, or too long for this API, is read alone.
            if (data.TryGetProperty(FormattableString.Invariant($"f{i}"), out var repository) && repository.ValueKind is JsonValueKind.Object
                && repository.TryGetProperty("object", out var blob) && !Flag(blob, "isBinary") && !Flag(blob, "isTruncated") && Text(blob, "text") is { } text
                && Encoding.UTF8.GetByteCount(text) <= api.MaxFileBytes)
                keep(batch[i].File, Encoding.UTF8.GetBytes(text));
        }
    }

    public async Task<Provenance?> LastChangeAsync(HostRepository repository, string path, CancellationToken ct)
    {
        var commits = await api.GetAsync($"repos/{target.Owner}/{repository.Name}/commits?sha={Uri.EscapeDataString(repository.Branch)}&path={Uri.EscapeDataString(path)}&per_page=1", ct);
        if (commits is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
            return null;
        var commit = list[0].GetProperty("commit");
        var hash = Need(list[0], "sha");
        return new Provenance(path, Time(commit.GetProperty("committer"), "date"), repository.Page, hash, Text(commit.GetProperty("author"), "name"),
            $"{repository.Page}{FilePages}{hash}/{CodeHostPages.Escape(path)}");
    }

    public async Task<People?> PeopleAsync(CancellationToken ct)
    {
        var (teams, members) = (new List<Team>(), new Dictionary<string, (JsonElement User, List<string> Teams)>(StringComparer.Ordinal));
        string? after = null;
        do
        {
            var data = await api.QueryAsync(_graphql, GitHubQueries.Teams, new { owner = target.Owner, after }, ct);
            if (data.GetProperty("organization") is not { ValueKind: JsonValueKind.Object } organisation)
                return null;
            var page = organisation.GetProperty("teams");
            foreach (var team in page.GetProperty("nodes").EnumerateArray())
            {
                var slug = Need(team, "slug");
                teams.Add(new Team(slug, Text(team, "name") ?? slug, Text(team, "description"), team.GetProperty("parentTeam") is { ValueKind: JsonValueKind.Object } parent ? Text(parent, "slug") : null,
                    Need(team, "url"), Text(team, "avatarUrl"), ("github.com/team-slug", Need(team, "combinedSlug"))));
                await AddMembersAsync(slug, team.GetProperty("members"), members, ct);
            }

            after = Next(page);
        }
        while (after is not null);

        do
        {
            var data = await api.QueryAsync(_graphql, GitHubQueries.Members, new { owner = target.Owner, after }, ct);
            var page = data.GetProperty("organization").GetProperty("membersWithRole");
            foreach (var user in page.GetProperty("nodes").EnumerateArray())
                members.TryAdd(Need(user, "login"), (user, []));
            after = Next(page);
        }
        while (after is not null);

        return new People(teams, [.. members.Select(member => new Member(
            member.Key, Text(member.Value.User, "name"), Text(member.Value.User, "email"), Text(member.Value.User, "avatarUrl"), Need(member.Value.User, "url"),
            member.Value.Teams, ("github.com/user-login", member.Key)))]);
    }

    private async Task AddMembersAsync(string slug, JsonElement page, Dictionary<string, (JsonElement User, List<string> Teams)> members, CancellationToken ct)
    {
        while (true)
        {
            foreach (var user in page.GetProperty("nodes").EnumerateArray())
            {
                members.TryAdd(Need(user, "login"), (user, []));
                members[Need(user, "login")].Teams.Add(slug);
            }

            if (Next(page) is not { } after)
                return;
            var data = await api.QueryAsync(_graphql, GitHubQueries.TeamMembers, new { owner = target.Owner, slug, after }, ct);
            if (data.GetProperty("organization").GetProperty("team") is not { ValueKind: JsonValueKind.Object } team)
                return;
            page = team.GetProperty("members");
        }
    }

    private string? Ref => target.Branch is null ? null : $"refs/heads/{target.Branch}";

    private Task<JsonElement> QueryAsync(string query, object variables, CancellationToken ct) =>
        api.QueryAsync(_graphql, query.Replace("{BRANCH}", target.Branch is null ? "" : ", $branch: String!", StringComparison.Ordinal) + _repository, variables, ct);

    private static string? Next(JsonElement page) =>
        page.GetProperty("pageInfo") is var info && Flag(info, "hasNextPage") ? Text(info, "endCursor") : null;

    private static HostRepository Repository(JsonElement node)
    {
        var branch = node.GetProperty("branch");
        JsonElement? tree = branch.ValueKind is JsonValueKind.Object && branch.GetProperty("target").TryGetProperty("tree", out var found) ? found : null;
        return new HostRepository(
            Need(node, "id"), Need(node, "name"), Need(node, "url"), Text(branch, "name") ?? "", tree is { } of ? Need(of, "oid") : "",
            Time(node, "pushedAt"), Flag(node, "isArchived"), Flag(node, "isFork"))
        {
            Root = tree is { } root ? [.. root.GetProperty("entries").EnumerateArray().Where(IsFile).Select(file => new HostFile(Need(file, "name"), Need(file, "oid")))] : [],
        };
    }

    private static bool IsFile(JsonElement entry) => Text(entry, "type") is "blob" && Text(entry, "mode") is not "120000";
}
