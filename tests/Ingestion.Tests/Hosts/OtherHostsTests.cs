using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Hosts;
using Microsoft.AspNetCore.Http;

namespace EventCatalog.Ingestion.Tests.Hosts;

/// <summary>GitLab, Gitea and Bitbucket, each in the shapes of its documentation, with the same two repositories.</summary>
public sealed class OtherHostsTests
{
    private const string Token = "t0ken";
    private const string Head = "5a1d0c3e5c6b0d3f0e8a7b9c1d2e3f4a5b6c7d8e";

    [Theory]
    [InlineData("gitlab", "http://{0}/acme/team/cart/-/blob/main/services/cart.yaml")]
    [InlineData("gitea", "http://{0}/acme/cart/src/branch/main/services/cart.yaml")]
    [InlineData("bitbucket", "http://{0}/acme/cart/src/main/services/cart.yaml")]
    public async Task An_organisation_is_read_with_what_its_descriptors_name(string type, string place)
    {
        await using var stage = await Stage.SetAsync(type);

        var crawl = await stage.Catalog.CrawlNewAsync(stage.Server.Url("/acme"), type);

        crawl.Unreachable.ShouldBeNull();
        crawl.Problems.ShouldBeEmpty();
        (await stage.Catalog.EntitiesOfAsync(crawl.Source)).Where(name => !name.StartsWith("group", StringComparison.Ordinal) && !name.StartsWith("user", StringComparison.Ordinal))
            .ShouldBe(["component:default/cart", "component:default/shop", "location:default/shop"]);
        (await stage.Catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>().Location.Target
            .ShouldBe("url:" + string.Format(CultureInfo.InvariantCulture, place, stage.Server.Authority));
        var cart = (await stage.Catalog.EntityEventsAsync()).Single(one => one.Stream == "entity-component:default/cart");
        (cart.Actor, cart.Source!.Commit, cart.Source.Path).ShouldBe(("Ada Lovelace", Head, "services/cart.yaml"));
    }

    [Theory]
    [InlineData("gitlab", "group:default/acme group:default/acme-team user:default/ada user:default/grace")]
    [InlineData("gitea", "group:default/team user:default/ada user:default/grace")]
    [InlineData("bitbucket", "")]
    public async Task Teams_and_members_are_groups_and_users(string type, string expected)
    {
        await using var stage = await Stage.SetAsync(type);

        var crawl = await stage.Catalog.CrawlNewAsync(stage.Server.Url("/acme"), type);

        string.Join(' ', (await stage.Catalog.EntitiesOfAsync(crawl.Source)).Where(name => name.StartsWith("group", StringComparison.Ordinal) || name.StartsWith("user", StringComparison.Ordinal))).ShouldBe(expected);
        if (expected.Contains("team", StringComparison.Ordinal))
        {
            var grace = (await stage.Catalog.EntityAsync("user:default/grace")).ShouldBeOfType<Entity.Live>().Descriptor;
            grace.GetProperty("spec").GetProperty("memberOf")[0].GetString().ShouldBe(type is "gitlab" ? "acme-team" : "team");
        }
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("gitea")]
    [InlineData("bitbucket")]
    public async Task An_idle_look_is_one_call_and_a_push_a_few(string type)
    {
        await using var stage = await Stage.SetAsync(type);
        var source = (await stage.Catalog.CrawlNewAsync(stage.Server.Url("/acme"), type)).Source;
        stage.Catalog.Clock.Move(TimeSpan.FromMinutes(15));
        var before = stage.Server.Calls.Count;

        await stage.Catalog.CrawlAsync(source);
        var idle = stage.Server.Calls.Count - before;
        stage.ChangedAt = stage.Catalog.Clock.GetUtcNow();
        stage.Owner = "payments";
        var crawl = await stage.Catalog.CrawlAsync(source);

        idle.ShouldBe(1);
        crawl.Changed.ShouldBe(1);
        (await stage.Catalog.EntityEventsAsync())[^1].Type.ShouldBe("owner-changed");
        // The look, the repository and its head, its root and all its files, what changed in them, and who did it.
        (stage.Server.Calls.Count - before - idle).ShouldBeLessThanOrEqualTo(8);
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("gitea")]
    [InlineData("bitbucket")]
    public async Task A_wrong_token_says_what_to_do(string type)
    {
        await using var stage = await Stage.SetAsync(type, "wrong");

        (await stage.Catalog.CrawlNewAsync(stage.Server.Url("/acme"), type)).Unreachable.ShouldNotBeNull().ShouldEndWith("Give a new one in Catalog:Hosts");
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("gitea")]
    [InlineData("bitbucket")]
    [InlineData("github")]
    public async Task An_answer_that_is_no_API_is_a_reason(string type)
    {
        await using var server = await StandIn.StartAsync(http => http.Response.WriteAsync("<html>Sign in to the proxy</html>"));
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync(server.Url("/acme"), type)).Unreachable.ShouldNotBeNull().ShouldContain("answered what its API does not say");
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("gitea")]
    [InlineData("bitbucket")]
    [InlineData("github")]
    public async Task JSON_of_another_shape_is_a_reason_and_no_crash(string type)
    {
        await using var server = await StandIn.StartAsync(http => http.Response.WriteAsJsonAsync(new { id = "x", data = new { repositoryOwner = new { repositories = 5 } }, values = new[] { 1 } }));
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync(server.Url("/acme"), type)).Unreachable.ShouldNotBeNull().ShouldContain("answered what its API does not say");
    }

    private sealed class Stage(TestCatalog catalog) : IAsyncDisposable
    {
        private string _type = "";

        public TestCatalog Catalog => catalog;

        public StandIn Server { get; private set; } = null!;

        public DateTimeOffset ChangedAt { get; set; } = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

        public string Owner { get; set; } = "shop";

        private (string Path, string Text)[] Files =>
        [
            ("README.md", "hello"),
            ("catalog-info.yaml", Yaml.Documents(Yaml.Location("shop", "./services/cart.yaml"), Yaml.Component("shop", Owner))),
            ("services/cart.yaml", Yaml.Component("cart")),
        ];

        public static async Task<Stage> SetAsync(string type, string token = Token)
        {
            Stage stage = null!;
            var server = await StandIn.StartAsync(http => stage.AnswerAsync(http));
            var settings = new CodeHostOptions { Host = server.Authority, Token = token };
            stage = new Stage(await TestCatalog.StartAsync(options => options with { Hosts = [settings], RetryDelay = TimeSpan.Zero })) { Server = server, _type = type };
            return stage;
        }

        public async ValueTask DisposeAsync()
        {
            await catalog.DisposeAsync();
            await Server.DisposeAsync();
        }

        private async Task AnswerAsync(HttpContext http)
        {
            var sent = _type is "gitlab" ? http.Request.Headers["PRIVATE-TOKEN"].ToString() : http.Request.Headers.Authorization.ToString().Split(' ')[^1];
            var path = Uri.UnescapeDataString(http.Request.Path.Value!);
            var query = http.Request.Query;
            object? answer = sent != Token ? null : _type switch
            {
                "gitlab" => GitLab(path["/api/v4/".Length..], query),
                "gitea" => Gitea(path["/api/v1/".Length..], query),
                _ => Bitbucket(path["/2.0/".Length..], query),
            };
            http.Response.StatusCode = answer is not null ? 200 : sent != Token ? 401 : 404;
            await (answer is string text ? http.Response.WriteAsync(text) : http.Response.WriteAsJsonAsync(answer, new JsonSerializerOptions()));
        }

        private object? GitLab(string path, IQueryCollection query)
        {
            var project = new
            {
                id = 7, name = "Cart", path_with_namespace = "acme/team/cart", web_url = Server.Url("/acme/team/cart"), default_branch = "main", archived = false, last_activity_at = ChangedAt,
            };
            return path switch
            {
                "groups/acme/projects" => query["page"] == "1" ? [project] : Array.Empty<object>(),
                "projects/acme/team/cart" => project,
                "projects/7/repository/commits/main" => new { id = Head + Owner },
                "projects/7/repository/tree" => Tree(query["recursive"] == "true").Select(file => new { id = Id(file), name = file.Path, type = "blob", path = file.Path, mode = "100644" })
                    .Append(new { id = "1", name = "services", type = "tree", path = "services", mode = "040000" }).ToArray(),
                "projects/7/repository/commits" => new[] { new { id = Head, committed_date = ChangedAt, author_name = "Ada Lovelace" } },
                "groups/acme" => new { id = 1, name = "Acme", full_path = "acme", description = "", web_url = Server.Url("/groups/acme"), avatar_url = (string?)null, parent_id = (int?)null },
                "groups/acme/descendant_groups" =>
                    new[] { new { id = 2, name = "Team", full_path = "acme/team", description = "", web_url = Server.Url("/groups/acme/team"), avatar_url = (string?)null, parent_id = 1 } },
                "groups/1/members" => new[] { User("ada") },
                "groups/2/members" => new[] { User("grace") },
                _ when path.StartsWith("projects/7/repository/blobs/", StringComparison.Ordinal) => Files.FirstOrDefault(file => path.Contains(Id(file), StringComparison.Ordinal)).Text,
                _ => null,
            };

            object User(string login) => new { id = 3, username = login, name = login, state = "active", avatar_url = (string?)null, web_url = Server.Url($"/{login}") };
        }

        private object? Gitea(string path, IQueryCollection query)
        {
            var repository = new { id = 7, name = "cart", full_name = "acme/cart", html_url = Server.Url("/acme/cart"), default_branch = "main", archived = false, fork = false, empty = false, updated_at = ChangedAt };
            return path switch
            {
                "users/acme" => new { id = 1, login = "acme" },
                "repos/search" => new { ok = true, data = query["uid"] == "1" && query["page"] == "1" ? [repository] : Array.Empty<object>() },
                "repos/acme/cart" => repository,
                "repos/acme/cart/branches/main" => new { name = "main", commit = new { id = Head + Owner } },
                "repos/acme/cart/git/trees/main" => new
                {
                    sha = Head, truncated = false, page = 1, total_count = 3,
                    tree = Tree(query["recursive"] == "true").Select(file => new { path = file.Path, mode = "100644", type = "blob", sha = Id(file), size = file.Text.Length }),
                },
                "repos/acme/cart/commits" => new[]
                {
                    new { sha = Head, commit = new { author = new { name = "Ada Lovelace", date = ChangedAt }, committer = new { name = "Ada Lovelace", date = ChangedAt } } },
                },
                "orgs/acme/teams" => new[] { new { id = 4, name = "team", description = "", permission = "write" } },
                "orgs/acme/members" => new[] { User("ada"), User("grace") },
                "teams/4/members" => new[] { User("grace") },
                _ when path.StartsWith("repos/acme/cart/git/blobs/", StringComparison.Ordinal) && Files.FirstOrDefault(file => path.EndsWith(Id(file), StringComparison.Ordinal)).Text is { } text =>
                    new { content = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), encoding = "base64", size = text.Length },
                _ => null,
            };

            object User(string login) => new { id = 3, login, full_name = "", email = $"{login}@example.com", avatar_url = "" };
        }

        private object? Bitbucket(string path, IQueryCollection query)
        {
            var repository = new
            {
                uuid = "{7}", slug = "cart", full_name = "acme/cart", name = "Cart", links = new { html = new { href = Server.Url("/acme/cart") } }, mainbranch = new { type = "branch", name = "main" }, updated_on = ChangedAt,
            };
            var raw = $"repositories/acme/cart/src/{Head}{Owner}/";
            return path switch
            {
                "repositories/acme" => new { pagelen = 100, size = 1, page = 1, values = new[] { repository } },
                "repositories/acme/cart" => repository,
                "repositories/acme/cart/refs/branches/main" => new { name = "main", target = new { hash = Head + Owner } },
                "repositories/acme/cart/src/main/" => new
                {
                    pagelen = 100,
                    values = Tree(query["max_depth"] == "20").Select(file => new { type = "commit_file", path = file.Path, commit = new { hash = Head + Owner }, size = file.Text.Length }),
                },
                "repositories/acme/cart/commits/main" => new
                {
                    values = new[] { new { hash = Head, date = ChangedAt, author = new { raw = "Ada <ada@example.com>", user = new { display_name = "Ada Lovelace" } } } },
                },
                _ when path.StartsWith(raw, StringComparison.Ordinal) => Files.FirstOrDefault(file => file.Path == path[raw.Length..]).Text,
                _ => null,
            };
        }

        private IEnumerable<(string Path, string Text)> Tree(bool isRecursive) => Files.Where(file => isRecursive || !file.Path.Contains('/'));

        private static string Id((string Path, string Text) file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(Encoding.UTF8.GetBytes(file.Text)));
    }
}
