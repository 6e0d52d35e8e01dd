using System.Runtime.CompilerServices;
using System.Text.Json;
using EventCatalog.Ingestion.Sources;
using static EventCatalog.Ingestion.Hosts.HostApi;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>
/// GitLab, its groups with all below them. It rounds the time of the last activity to an hour, so the head of what was active lately is
/// asked for. Source: <see href="https://docs.gitlab.com/api/groups/"/>, <see href="https://docs.gitlab.com/api/repositories/"/>.
/// </summary>
internal sealed class GitLabHost(HostApi api, HostTarget target) : ICodeHost
{
    private const int PageSize = 100;
    private readonly string _group = Uri.EscapeDataString(target.Owner);

    public static Uri ApiOf(Uri site) => new(site, "api/v4/");

    public static Dictionary<string, string> Identify(string token) => new(StringComparer.Ordinal) { ["PRIVATE-TOKEN"] = token[(token.IndexOf(':', StringComparison.Ordinal) + 1)..] };

    public string FilePages => "/-/blob/";

    public string PeoplePage => $"{target.Site}groups/{target.Owner}/-/group_members";

    public async IAsyncEnumerable<RepositoryPage> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        const string order = "order_by=last_activity_at&sort=desc";
        var isGroup = true;
        for (var page = 1; ; page++)
        {
            var projects = isGroup ? await PageAsync($"groups/{_group}/projects?include_subgroups=true&with_shared=false&{order}", page, ct, isKept: true) : null;
            if (projects is null && page == 1)
                isGroup = false;
            projects ??= await PageAsync($"users/{_group}/projects?{order}", page, ct)
                ?? throw api.Unreachable($"shows no group \"{target.Owner}\": it does not exist, or the token may not see it");
            yield return new RepositoryPage([.. projects.Select(Repository)], Total: null);
            if (projects.Count < PageSize)
                yield break;
        }
    }

    public async Task<HostRepository?> FindAsync(string name, CancellationToken ct)
    {
        if (await api.GetAsync($"projects/{Uri.EscapeDataString($"{target.Owner}/{name}")}", ct) is not { } project)
            return null;
        var found = Repository(project);
        var head = found.Revision.Length == 0 ? null : await api.GetAsync($"projects/{found.Id}/repository/commits/{Uri.EscapeDataString(found.Branch)}", ct);
        return found with { Revision = head is { } commit ? Text(commit, "id") ?? "" : "" };
    }

    public Task<IReadOnlyList<HostFile>> RootFilesAsync(HostRepository repository, CancellationToken ct) => TreeAsync(repository, "", ct);

    public Task<IReadOnlyList<HostFile>> FilesAsync(HostRepository repository, CancellationToken ct) => TreeAsync(repository, "&recursive=true", ct);

    public async Task ReadAsync(IReadOnlyCollection<(HostRepository Repository, HostFile File)> wanted, Action<HostFile, byte[]> keep, CancellationToken ct)
    {
        foreach (var (repository, file) in wanted)
        {
            if (await api.ReadAsync($"projects/{repository.Id}/repository/blobs/{file.Content}/raw", ct) is { } content)
                keep(file, content);
        }
    }

    public async Task<Provenance?> LastChangeAsync(HostRepository repository, string path, CancellationToken ct)
    {
        var commits = await api.GetAsync($"projects/{repository.Id}/repository/commits?ref_name={Uri.EscapeDataString(repository.Branch)}&path={Uri.EscapeDataString(path)}&per_page=1", ct);
        if (commits is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
            return null;
        var hash = Need(list[0], "id");
        return new Provenance(path, Time(list[0], "committed_date"), repository.Page, hash, Text(list[0], "author_name"), $"{repository.Page}{FilePages}{hash}/{CodeHostPages.Escape(path)}");
    }

    public async Task<People?> PeopleAsync(CancellationToken ct)
    {
        if (await api.GetAsync($"groups/{_group}", ct) is not { } top)
            return null;
        var groups = new List<JsonElement> { top };
        for (var page = 1; await PageAsync($"groups/{_group}/descendant_groups?order_by=id", page, ct) is { } below; page++)
        {
            groups.AddRange(below);
            if (below.Count < PageSize)
                break;
        }

        var paths = groups.ToDictionary(group => group.GetProperty("id").GetInt64(), group => Need(group, "full_path"));
        var members = new Dictionary<string, (JsonElement User, List<string> Teams)>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            for (var page = 1; await PageAsync($"groups/{group.GetProperty("id").GetInt64()}/members?state=active", page, ct) is { } users; page++)
            {
                foreach (var user in users)
                {
                    members.TryAdd(Need(user, "username"), (user, []));
                    members[Need(user, "username")].Teams.Add(Need(group, "full_path"));
                }

                if (users.Count < PageSize)
                    break;
            }
        }

        return new People(
            [.. groups.Select(group => new Team(
                Need(group, "full_path"), Need(group, "name"), Text(group, "description"),
                group.TryGetProperty("parent_id", out var parent) && parent.ValueKind is JsonValueKind.Number ? paths.GetValueOrDefault(parent.GetInt64()) : null,
                Need(group, "web_url"), Text(group, "avatar_url"), ($"{target.Site.Host}/team-path", Need(group, "full_path"))))],
            [.. members.Select(member => new Member(
                member.Key, Text(member.Value.User, "name"), Text(member.Value.User, "public_email"), Text(member.Value.User, "avatar_url"), Need(member.Value.User, "web_url"),
                member.Value.Teams, ($"{target.Site.Host}/user-login", Need(member.Value.User, "web_url"))))]);
    }

    private async Task<IReadOnlyList<HostFile>> TreeAsync(HostRepository repository, string recursive, CancellationToken ct)
    {
        var files = new List<HostFile>();
        for (var page = 1; ; page++)
        {
            var entries = await PageAsync($"projects/{repository.Id}/repository/tree?ref={Uri.EscapeDataString(repository.Branch)}{recursive}", page, ct, isPart: true) ?? [];
            files.AddRange(entries.Where(entry => Text(entry, "type") is "blob" && Text(entry, "mode") is not "120000").Select(entry => new HostFile(Need(entry, "path"), Need(entry, "id"))));
            if (entries.Count < PageSize)
                return files;
        }
    }

    private async Task<IReadOnlyList<JsonElement>?> PageAsync(string path, int page, CancellationToken ct, bool isKept = false, bool isPart = false)
    {
        var answer = await api.GetAsync(FormattableString.Invariant($"{path}&per_page={PageSize}&page={page}"), ct, isKept, isPart);
        return answer is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : answer is null ? null : throw api.Garbage();
    }

    private HostRepository Repository(JsonElement project)
    {
        var path = Text(project, "path_with_namespace") ?? throw api.Garbage();
        var branch = target.Branch ?? Text(project, "default_branch");
        return new HostRepository(
            project.GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
            path.StartsWith(target.Owner + "/", StringComparison.OrdinalIgnoreCase) ? path[(target.Owner.Length + 1)..] : path,
            Need(project, "web_url"), branch ?? "", branch is null ? "" : Text(project, "last_activity_at") ?? "", Time(project, "last_activity_at"),
            Flag(project, "archived"), project.TryGetProperty("forked_from_project", out var fork) && fork.ValueKind is JsonValueKind.Object, IsVague: true);
    }
}
