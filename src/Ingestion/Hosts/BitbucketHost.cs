using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using EventCatalog.Ingestion.Sources;
using static EventCatalog.Ingestion.Hosts.HostApi;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>
/// Bitbucket Cloud. Its API knows no groups, so it brings no people; it names no contents, so a file is known by commit and path.
/// Source: <see href="https://developer.atlassian.com/cloud/bitbucket/rest/"/>.
/// </summary>
internal sealed class BitbucketHost(HostApi api, HostTarget target) : ICodeHost
{
    public static Uri ApiOf(Uri site) => site.Host.Equals("bitbucket.org", StringComparison.OrdinalIgnoreCase) ? new Uri("https://api.bitbucket.org/2.0/") : new Uri(site, "2.0/");

    public static Dictionary<string, string> Identify(string token) => new(StringComparer.Ordinal)
    {
        ["Authorization"] = token.Contains(':', StringComparison.Ordinal) ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(token))}" : $"Bearer {token}",
    };

    public string FilePages => "/src/";

    public string PeoplePage => $"{target.Site}{target.Owner}/workspace/members";

    public async IAsyncEnumerable<RepositoryPage> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (string? path = $"repositories/{target.Owner}?sort=-updated_on&pagelen=100"; path is not null;)
        {
            var page = await api.GetAsync(path, ct, isKept: true) ?? throw api.Unreachable($"shows no workspace \"{target.Owner}\": it does not exist, or the token may not see it");
            yield return new RepositoryPage(
                [.. Values(page).Select(Repository)], page.TryGetProperty("size", out var size) && size.TryGetInt32(out var total) ? total : null);
            path = Text(page, "next");
        }
    }

    public async Task<HostRepository?> FindAsync(string name, CancellationToken ct)
    {
        if (await api.GetAsync($"repositories/{target.Owner}/{Uri.EscapeDataString(name)}", ct) is not { } answer)
            return null;
        var found = Repository(answer);
        var branch = found.Revision.Length == 0 ? null : await api.GetAsync($"repositories/{target.Owner}/{found.Name}/refs/branches/{CodeHostPages.Escape(found.Branch)}", ct);
        return found with { Revision = branch is { } head && head.TryGetProperty("target", out var commit) ? Text(commit, "hash") ?? "" : "" };
    }

    public Task<IReadOnlyList<HostFile>> RootFilesAsync(HostRepository repository, CancellationToken ct) => TreeAsync(repository, "", ct);

    public Task<IReadOnlyList<HostFile>> FilesAsync(HostRepository repository, CancellationToken ct) => TreeAsync(repository, "&max_depth=20", ct);

    public async Task ReadAsync(IReadOnlyCollection<(HostRepository Repository, HostFile File)> wanted, Action<HostFile, byte[]> keep, CancellationToken ct)
    {
        foreach (var (repository, file) in wanted)
        {
            var commit = file.Content[..file.Content.IndexOf(':', StringComparison.Ordinal)];
            if (await api.ReadAsync($"repositories/{target.Owner}/{repository.Name}/src/{commit}/{CodeHostPages.Escape(file.Path)}", ct) is { } content)
                keep(file, content);
        }
    }

    public async Task<Provenance?> LastChangeAsync(HostRepository repository, string path, CancellationToken ct)
    {
        var commits = await api.GetAsync($"repositories/{target.Owner}/{repository.Name}/commits/{Uri.EscapeDataString(repository.Branch)}?path={Uri.EscapeDataString(path)}&pagelen=1", ct);
        if (commits is not { } page || Values(page) is not [var commit, ..])
            return null;
        var (hash, author) = (Need(commit, "hash"), commit.GetProperty("author"));
        var name = author.TryGetProperty("user", out var user) && Text(user, "display_name") is { } shown ? shown : Text(author, "raw")?.Split(" <")[0];
        return new Provenance(path, Time(commit, "date"), repository.Page, hash, name, $"{repository.Page}{FilePages}{hash}/{CodeHostPages.Escape(path)}");
    }

    public Task<People?> PeopleAsync(CancellationToken ct) => Task.FromResult<People?>(null);

    private async Task<IReadOnlyList<HostFile>> TreeAsync(HostRepository repository, string depth, CancellationToken ct)
    {
        var files = new List<HostFile>();
        for (string? path = $"repositories/{target.Owner}/{repository.Name}/src/{Uri.EscapeDataString(repository.Branch)}/?pagelen=100{depth}"; path is not null;)
        {
            if (await api.GetAsync(path, ct, isPart: true) is not { } page)
                return files;
            files.AddRange(Values(page).Where(entry => Text(entry, "type") is "commit_file").Select(entry =>
                new HostFile(Need(entry, "path"), $"{Text(entry.GetProperty("commit"), "hash")}:{repository.Id}/{Text(entry, "path")}")));
            path = Text(page, "next");
        }

        return files;
    }

    private static IReadOnlyList<JsonElement> Values(JsonElement page) =>
        page.TryGetProperty("values", out var values) && values.ValueKind is JsonValueKind.Array ? [.. values.EnumerateArray()] : [];

    private HostRepository Repository(JsonElement repository)
    {
        var branch = target.Branch ?? (repository.TryGetProperty("mainbranch", out var main) ? Text(main, "name") : null);
        return new HostRepository(
            Need(repository, "uuid"), Text(repository, "slug") ?? Need(repository, "full_name").Split('/')[^1], Need(repository.GetProperty("links").GetProperty("html"), "href"), branch ?? "",
            branch is null ? "" : Text(repository, "updated_on") ?? "", Time(repository, "updated_on"), IsArchived: false,
            repository.TryGetProperty("parent", out var parent) && parent.ValueKind is JsonValueKind.Object, IsVague: true);
    }
}
