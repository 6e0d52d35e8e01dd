using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace EventCatalog.Ingestion.Tests.Hosts;

/// <summary>
/// As much of GitHub Enterprise's API as is asked, in the shapes of its documentation, over repositories that tests change. It answers
/// GraphQL by what a query asks for, not by what a query is called.
/// </summary>
internal sealed partial class GitHubStandIn : IAsyncDisposable
{
    public const string Token = "ghp_t0ken";
    private readonly List<Repository> _repositories = [];
    private int _number;

    private StandIn? _server;

    public string Authority => _server!.Authority;

    public string Target => _server!.Url("/acme");

    public IReadOnlyCollection<string> Calls => _server!.Calls;

    public bool IsRevoked { get; set; }

    /// <summary>Whether all pages of a listing but the first fail.</summary>
    public bool IsCutOff { get; set; }

    public int Remaining { get; set; } = 5000;

    /// <summary>When pushes happen.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);

    public List<(string Slug, string? Parent, string[] Members)> Teams { get; } = [];

    public static async Task<GitHubStandIn> StartAsync()
    {
        var host = new GitHubStandIn();
        host._server = await StandIn.StartAsync(host.AnswerAsync);
        return host;
    }

    public void Push(string repository, string path, string? text, string branch = "main")
    {
        Now += TimeSpan.FromSeconds(1);
        var found = _repositories.SingleOrDefault(one => one.Name == repository);
        if (found is null)
            _repositories.Add(found = new Repository(FormattableString.Invariant($"R_{++_number}"), repository));
        if (text is null)
            found.Files(branch).Remove(path);
        else
            found.Files(branch)[path] = text;
        found.PushedAt = Now;
        found.Commits.Add((path, Now));
    }

    public void Rename(string from, string to) => _repositories.Single(one => one.Name == from).Name = to;

    public void Remove(string name) => _repositories.RemoveAll(one => one.Name == name);

    public void Archive(string name) => _repositories.Single(one => one.Name == name).IsArchived = true;

    public void Fork(string name) => _repositories.Single(one => one.Name == name).IsFork = true;

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers["X-RateLimit-Limit"] = "5000";
        http.Response.Headers["X-RateLimit-Remaining"] = (--Remaining).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-RateLimit-Reset"] = Now.AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (IsRevoked || http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            http.Response.StatusCode = 401;
            await http.Response.WriteAsJsonAsync(new { message = "Bad credentials", documentation_url = "https://docs.github.com/rest", status = "401" });
            return;
        }

        var answer = http.Request.Path.Value == "/api/graphql" ? await QueryAsync(http) : Rest(http);
        if (answer is null)
        {
            http.Response.StatusCode = 404;
            answer = new JsonObject { ["message"] = "Not Found" };
        }

        await http.Response.WriteAsync(answer is JsonValue raw ? raw.GetValue<string>() : answer.ToJsonString());
    }

    private async Task<JsonNode> QueryAsync(HttpContext http)
    {
        var request = (await JsonNode.ParseAsync(http.Request.Body))!;
        var (query, variables) = (request["query"]!.GetValue<string>(), request["variables"]!);
        var branch = variables["branch"]?.GetValue<string>()["refs/heads/".Length..];
        JsonNode data = query switch
        {
            _ when query.Contains("repositoryOwner(", StringComparison.Ordinal) => new JsonObject { ["repositoryOwner"] = List(variables["after"]?.GetValue<string>(), branch) },
            _ when query.Contains("teams(", StringComparison.Ordinal) => new JsonObject { ["organization"] = new JsonObject { ["teams"] = Page([.. Teams.Select(Team)]) } },
            _ when query.Contains("membersWithRole(", StringComparison.Ordinal) =>
                new JsonObject { ["organization"] = new JsonObject { ["membersWithRole"] = Page([.. Teams.SelectMany(team => team.Members).Concat(Teams.Count > 0 ? ["lone"] : []).Distinct().Select(User)]) } },
            _ when query.Contains("object(oid:", StringComparison.Ordinal) => Blobs(query),
            _ => new JsonObject { ["repository"] = _repositories.SingleOrDefault(one => one.Name == variables["name"]!.GetValue<string>()) is { } found ? Node(found, branch) : null },
        };
        var answer = new JsonObject { ["data"] = data };
        if (data["repository"] is null && data.AsObject().ContainsKey("repository"))
            answer["errors"] = new JsonArray(new JsonObject { ["type"] = "NOT_FOUND", ["message"] = "Could not resolve to a Repository" });
        return answer;
    }

    private JsonObject List(string? after, string? branch)
    {
        if (after is not null && IsCutOff)
            throw new InvalidOperationException("The connection is lost");
        var start = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
        var page = _repositories.OrderByDescending(one => one.PushedAt).Skip(start).Take(100).ToArray();
        return new JsonObject
        {
            ["repositories"] = new JsonObject
            {
                ["totalCount"] = _repositories.Count,
                ["pageInfo"] = new JsonObject { ["hasNextPage"] = start + page.Length < _repositories.Count, ["endCursor"] = (start + page.Length).ToString(CultureInfo.InvariantCulture) },
                ["nodes"] = new JsonArray([.. page.Select(one => Node(one, branch))]),
            },
        };
    }

    private JsonObject Node(Repository repository, string? branch) => new()
    {
        ["id"] = repository.Id,
        ["name"] = repository.Name,
        ["url"] = _server!.Url($"/acme/{repository.Name}"),
        ["isArchived"] = repository.IsArchived,
        ["isFork"] = repository.IsFork,
        ["pushedAt"] = repository.PushedAt.ToString("O", CultureInfo.InvariantCulture),
        ["branch"] = branch is not null && !repository.Branches.ContainsKey(branch) ? null : new JsonObject
        {
            ["name"] = branch ?? "main",
            ["target"] = new JsonObject
            {
                ["tree"] = new JsonObject
                {
                    ["oid"] = repository.Tree(branch ?? "main"),
                    ["entries"] = new JsonArray([.. repository.Files(branch ?? "main")
                        .Select(file => file.Key.Contains('/') ? (Name: file.Key.Split('/')[0], Type: "tree", Oid: Oid(file.Key)) : (Name: file.Key, Type: "blob", Oid: Oid(file.Value)))
                        .DistinctBy(entry => entry.Name)
                        .Select(entry => new JsonObject { ["name"] = entry.Name, ["type"] = entry.Type, ["oid"] = entry.Oid })]),
                },
            },
        },
    };

    private JsonObject Blobs(string query)
    {
        var data = new JsonObject();
        foreach (Match asked in Asked().Matches(query))
        {
            var text = _repositories.Where(one => one.Name == JsonSerializer.Deserialize<string>(asked.Groups["name"].Value))
                .SelectMany(one => one.Branches.Values).SelectMany(files => files.Values).FirstOrDefault(one => Oid(one) == asked.Groups["oid"].Value);
            data[asked.Groups["alias"].Value] = new JsonObject
            {
                ["object"] = text is null ? null : new JsonObject { ["text"] = text, ["isBinary"] = false, ["isTruncated"] = false },
            };
        }

        return data;
    }

    private JsonNode? Rest(HttpContext http)
    {
        var steps = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps is not ["api", "v3", "repos", "acme", var name, .. var rest] || _repositories.SingleOrDefault(one => one.Name == name) is not { } repository)
            return null;
        switch (rest)
        {
            case ["git", "trees", var tree] when http.Request.Query["recursive"] == "1":
                var files = repository.Branches.Keys.Where(branch => repository.Tree(branch) == tree).Select(repository.Files).FirstOrDefault();
                return files is null ? null : new JsonObject
                {
                    ["sha"] = tree,
                    ["truncated"] = false,
                    ["tree"] = new JsonArray([.. files.Select(file => new JsonObject { ["path"] = file.Key, ["mode"] = "100644", ["type"] = "blob", ["sha"] = Oid(file.Value), ["size"] = file.Value.Length })]),
                };
            case ["git", "blobs", var blob]:
                return repository.Branches.Values.SelectMany(one => one.Values).FirstOrDefault(text => Oid(text) == blob) is { } text ? JsonValue.Create(text) : null;
            case ["commits"]:
                return new JsonArray([.. repository.Commits.Where(commit => commit.Path == http.Request.Query["path"]).OrderByDescending(commit => commit.At).Take(1).Select(commit => new JsonObject
                {
                    ["sha"] = Oid($"{commit}"),
                    ["commit"] = new JsonObject
                    {
                        ["author"] = new JsonObject { ["name"] = "Ada Lovelace", ["date"] = commit.At.ToString("O", CultureInfo.InvariantCulture) },
                        ["committer"] = new JsonObject { ["name"] = "GitHub", ["date"] = commit.At.ToString("O", CultureInfo.InvariantCulture) },
                    },
                })]);
            default:
                return null;
        }
    }

    private JsonObject Team((string Slug, string? Parent, string[] Members) team) => new()
    {
        ["slug"] = team.Slug,
        ["combinedSlug"] = $"acme/{team.Slug}",
        ["name"] = team.Slug.ToUpperInvariant(),
        ["description"] = "",
        ["url"] = _server!.Url($"/orgs/acme/teams/{team.Slug}"),
        ["avatarUrl"] = "https://avatars.example.com/t/1",
        ["parentTeam"] = team.Parent is null ? null : new JsonObject { ["slug"] = team.Parent },
        ["members"] = Page([.. team.Members.Select(User)]),
    };

    private JsonNode User(string login) => new JsonObject { ["login"] = login, ["name"] = null, ["email"] = $"{login}@example.com", ["avatarUrl"] = null, ["url"] = _server!.Url($"/{login}") };

    private static JsonObject Page(JsonNode?[] nodes) => new()
    {
        ["pageInfo"] = new JsonObject { ["hasNextPage"] = false, ["endCursor"] = null },
        ["nodes"] = new JsonArray(nodes),
    };

    private static string Oid(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("(?<alias>f[0-9]+): repository\\(owner: \\$owner, name: (?<name>\"[^\"]+\")\\) \\{ object\\(oid: \"(?<oid>[0-9a-f]{40})\"\\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Asked();

    private sealed class Repository(string id, string name)
    {
        public string Id { get; } = id;

        public string Name { get; set; } = name;

        public bool IsArchived { get; set; }

        public bool IsFork { get; set; }

        public DateTimeOffset PushedAt { get; set; }

        public Dictionary<string, SortedDictionary<string, string>> Branches { get; } = new(StringComparer.Ordinal) { ["main"] = new(StringComparer.Ordinal) };

        public List<(string Path, DateTimeOffset At)> Commits { get; } = [];

        public SortedDictionary<string, string> Files(string branch) =>
            Branches.TryGetValue(branch, out var files) ? files : Branches[branch] = new SortedDictionary<string, string>(StringComparer.Ordinal);

        public string Tree(string branch) => Oid(string.Join('\n', Files(branch)));
    }
}
