using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EventCatalog.Ingestion.Sources;
using static EventCatalog.Ingestion.Hosts.HostApi;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>Gitea and Forgejo. Source: <see href="https://docs.gitea.com/api/"/>, <see href="https://codeberg.org/api/swagger"/>.</summary>
internal sealed class GiteaHost(HostApi api, HostTarget target) : ICodeHost
{
    // The most that a server with its usual settings gives.
    private const int PageSize = 50;
    private static readonly ConcurrentDictionary<(Uri Api, string Owner), long> Owners = new();
    private readonly string _owner = Uri.EscapeDataString(target.Owner);

    public static Uri ApiOf(Uri site) => new(site, "api/v1/");

    public static Dictionary<string, string> Identify(string token) => new(StringComparer.Ordinal) { ["Authorization"] = $"token {token[(token.IndexOf(':', StringComparison.Ordinal) + 1)..]}" };

    public string FilePages => "/src/branch/";

    public string PeoplePage => $"{target.Site}org/{target.Owner}/members";

    public async IAsyncEnumerable<RepositoryPage> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (!Owners.TryGetValue((api.Root, target.Owner), out var id))
        {
            var owner = await api.GetAsync($"users/{_owner}", ct)
                ?? throw api.Unreachable($"shows no organisation \"{target.Owner}\": it does not exist, or the token may not see it");
            Owners[(api.Root, target.Owner)] = id = owner.GetProperty("id").GetInt64();
        }

        for (var page = 1; ; page++)
        {
            var answer = await api.GetAsync(FormattableString.Invariant($"repos/search?uid={id}&exclusive=true&sort=updated&order=desc&limit={PageSize}&page={page}"), ct, isKept: true);
            if (answer is not { ValueKind: JsonValueKind.Object } found || !found.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Array)
                throw api.Garbage();
            // An owner that was made anew has another number.
            if (page == 1 && data.GetArrayLength() == 0)
                Owners.TryRemove((api.Root, target.Owner), out _);
            yield return new RepositoryPage([.. data.EnumerateArray().Select(Repository)], Total: null);
            if (data.GetArrayLength() < PageSize)
                yield break;
        }
    }

    public async Task<HostRepository?> FindAsync(string name, CancellationToken ct)
    {
        if (await api.GetAsync($"repos/{_owner}/{Uri.EscapeDataString(name)}", ct) is not { } answer)
            return null;
        var found = Repository(answer);
        var branch = found.Revision.Length == 0 ? null : await api.GetAsync($"repos/{_owner}/{Uri.EscapeDataString(found.Name)}/branches/{CodeHostPages.Escape(found.Branch)}", ct);
        return found with { Revision = branch is { } head && head.TryGetProperty("commit", out var commit) ? Text(commit, "id") ?? "" : "" };
    }

    public Task<IReadOnlyList<HostFile>> RootFilesAsync(HostRepository repository, CancellationToken ct) => TreeAsync(repository, isRecursive: false, ct);

    public Task<IReadOnlyList<HostFile>> FilesAsync(HostRepository repository, CancellationToken ct) => TreeAsync(repository, isRecursive: true, ct);

    public async Task ReadAsync(IReadOnlyCollection<(HostRepository Repository, HostFile File)> wanted, Action<HostFile, byte[]> keep, CancellationToken ct)
    {
        foreach (var (repository, file) in wanted)
        {
            if (await api.GetAsync($"repos/{_owner}/{repository.Name}/git/blobs/{file.Content}", ct, isPart: true) is not { } blob)
                continue;
            var content = Convert.FromBase64String(Text(blob, "content") ?? "");
            keep(file, content.Length <= api.MaxFileBytes ? content : throw FolderSnapshot.TooLarge($"{repository.Name}/{file.Path}", content.Length, api.MaxFileBytes));
        }
    }

    public async Task<Provenance?> LastChangeAsync(HostRepository repository, string path, CancellationToken ct)
    {
        var commits = await api.GetAsync(
            $"repos/{_owner}/{repository.Name}/commits?sha={Uri.EscapeDataString(repository.Branch)}&path={Uri.EscapeDataString(path)}&limit=1&stat=false&verification=false&files=false", ct);
        if (commits is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
            return null;
        var (hash, commit) = (Need(list[0], "sha"), list[0].GetProperty("commit"));
        return new Provenance(path, Time(commit.GetProperty("committer"), "date"), repository.Page, hash, Text(commit.GetProperty("author"), "name"),
            $"{repository.Page}/src/commit/{hash}/{CodeHostPages.Escape(path)}");
    }

    public async Task<People?> PeopleAsync(CancellationToken ct)
    {
        if (await AllAsync($"orgs/{_owner}/teams", ct) is not { } teams)
            return null;
        var members = (await AllAsync($"orgs/{_owner}/members", ct) ?? []).ToDictionary(user => Need(user, "login"), user => (User: user, Teams: new List<string>()), StringComparer.Ordinal);
        foreach (var team in teams)
        {
            foreach (var user in await AllAsync(FormattableString.Invariant($"teams/{team.GetProperty("id").GetInt64()}/members"), ct) ?? [])
            {
                members.TryAdd(Need(user, "login"), (user, []));
                members[Need(user, "login")].Teams.Add(Need(team, "name"));
            }
        }

        return new People(
            [.. teams.Select(team => new Team(
                Need(team, "name"), Need(team, "name"), Text(team, "description"), null, $"{target.Site}org/{target.Owner}/teams/{Uri.EscapeDataString(Need(team, "name"))}", null,
                ($"{target.Site.Host}/team", $"{target.Owner}/{Text(team, "name")}")))],
            [.. members.Select(member => new Member(
                member.Key, Text(member.Value.User, "full_name"), Text(member.Value.User, "email"), Text(member.Value.User, "avatar_url"), $"{target.Site}{member.Key}",
                member.Value.Teams, ($"{target.Site.Host}/user-login", member.Key)))]);
    }

    private async Task<IReadOnlyList<HostFile>> TreeAsync(HostRepository repository, bool isRecursive, CancellationToken ct)
    {
        var files = new List<HostFile>();
        for (var page = 1; ; page++)
        {
            var recursive = isRecursive ? "recursive=true&" : "";
            var answer = await api.GetAsync(FormattableString.Invariant($"repos/{_owner}/{repository.Name}/git/trees/{Uri.EscapeDataString(repository.Branch)}?{recursive}per_page=1000&page={page}"), ct, isPart: true);
            if (answer is not { } tree)
                return files;
            var entries = tree.GetProperty("tree").EnumerateArray().ToArray();
            files.AddRange(entries.Where(entry => Text(entry, "type") is "blob" && Text(entry, "mode") is not "120000").Select(entry => new HostFile(Need(entry, "path"), Need(entry, "sha"))));
            if (!Flag(tree, "truncated") || entries.Length == 0)
                return files;
        }
    }

    private async Task<IReadOnlyList<JsonElement>?> AllAsync(string path, CancellationToken ct)
    {
        var all = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            var answer = await api.GetAsync(FormattableString.Invariant($"{path}?limit={PageSize}&page={page}"), ct);
            if (answer is not { ValueKind: JsonValueKind.Array } list)
                return answer is null ? null : throw api.Garbage();
            all.AddRange(list.EnumerateArray());
            if (list.GetArrayLength() < PageSize)
                return all;
        }
    }

    private HostRepository Repository(JsonElement repository)
    {
        var branch = target.Branch ?? Text(repository, "default_branch");
        return new HostRepository(
            repository.GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture), Need(repository, "name"), Need(repository, "html_url"), branch ?? "",
            branch is null || Flag(repository, "empty") ? "" : Text(repository, "updated_at") ?? "", Time(repository, "updated_at"), Flag(repository, "archived"), Flag(repository, "fork"), IsVague: true);
    }
}
