using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Hosts;
using EventCatalog.Ingestion.Intake;
using EventCatalog.Ingestion.Tests.Hosts;
using EventCatalog.Ingestion.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventCatalog.Ingestion.Tests.Webhooks;

public sealed class WebhookTests
{
    private const string Secret = "s3cret";

    [Fact]
    public async Task A_push_is_read_with_a_call_for_its_repository_and_one_for_its_file()
    {
        await using var stage = await Stage.SetAsync(Enumerable.Range(0, 150).Select(i => $"r{i}"));
        var calls = stage.Host.Calls.Count;

        stage.Host.Push("r7", "catalog-info.yaml", Yaml.Component("r7", "payments"));
        var outcome = await stage.SendAsync("push", Push("r7", "main"));

        outcome.ShouldBe(WebhookOutcome.Taken);
        await stage.SeenAsync("component:default/r7", entity => entity is Entity.Live live && live.Descriptor.GetProperty("spec").GetProperty("owner").GetString() == "payments");
        // The schedule does not run here, as on a node of several that does not crawl, so it looks for what others were told: one page.
        (stage.Host.Calls.Count - calls).ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_new_repository_is_in_the_catalog_without_anyone_registering_it()
    {
        await using var stage = await Stage.SetAsync(["cart"]);

        stage.Host.Push("ship", "catalog-info.yaml", Yaml.Component("ship"));
        (await stage.SendAsync("push", Push("ship", "main"))).ShouldBe(WebhookOutcome.Taken);

        await stage.SeenAsync("component:default/ship", entity => entity is Entity.Live);
    }

    [Fact]
    public async Task A_renamed_repository_moves_its_entities_and_a_deleted_one_takes_them_along()
    {
        await using var stage = await Stage.SetAsync(["cart", "pay"]);

        stage.Host.Rename("cart", "basket");
        await stage.SendAsync("repository", new { action = "renamed", changes = new { repository = new { name = new { from = "cart" } } }, repository = Repository("basket") });
        await stage.SeenAsync("component:default/cart", entity => entity is Entity.Live live && live.Location.Target.Contains("/basket/", StringComparison.Ordinal));
        stage.Host.Remove("pay");
        await stage.SendAsync("repository", new { action = "deleted", repository = Repository("pay") });
        await stage.SeenAsync("component:default/pay", entity => entity is Entity.Removed);

        (await stage.Catalog.EntityEventsAsync()).Skip(2).Select(one => one.Type).ShouldBe(["entity-moved", "entity-removed"]);
    }

    [Fact]
    public async Task A_changed_team_is_read_alone()
    {
        await using var stage = await Stage.SetAsync(["cart"]);

        stage.Host.Teams.Add(("shop", null, ["ada"]));
        (await stage.SendAsync("membership", new { action = "added", team = new { slug = "shop" } })).ShouldBe(WebhookOutcome.Taken);

        await stage.SeenAsync("group:default/shop", entity => entity is Entity.Live);
    }

    [Fact]
    public async Task Runs_deployments_and_merges_are_recorded_once_however_often_they_are_told()
    {
        await using var stage = await Stage.SetAsync(["cart"]);
        var hub = new { full_name = "acme/cart", html_url = "https://github.com/Acme/cart", default_branch = "main" };
        var project = new { path_with_namespace = "acme/cart", web_url = "https://gitlab.com/acme/cart", default_branch = "main" };
        (string Name, object Body)[] deliveries =
        [
            ("workflow_run", new { action = "in_progress", workflow_run = new { id = 7, run_attempt = 1, name = "CI", head_sha = "abc", head_branch = "main", html_url = "https://github.com/acme/cart/actions/runs/7", run_started_at = "2026-06-01T11:00:00Z" }, repository = hub }),
            ("workflow_run", new { action = "completed", workflow_run = new { id = 7, run_attempt = 1, name = "CI", head_sha = "abc", head_branch = "main", conclusion = "failure", updated_at = "2026-06-01T11:05:00Z" }, repository = hub }),
            ("workflow_run", new { action = "requested", workflow_run = new { id = 8 }, repository = hub }),
            ("deployment_status", new { deployment_status = new { state = "success", created_at = "2026-06-01T11:06:00Z" }, deployment = new { id = 3, sha = "abc", @ref = "v1.4", environment = "production" }, repository = hub }),
            ("push", new { @ref = "refs/heads/main", after = "abc", commits = new[] { new { id = "abc", timestamp = "2026-06-01T10:59:00Z" } }, repository = hub }),
            ("push", new { @ref = "refs/heads/other", after = "def", repository = hub }),
            ("Pipeline Hook", new { object_kind = "pipeline", object_attributes = new { id = 9, status = "success", sha = "abc", finished_at = "2026-06-01 11:07:00 UTC" }, project }),
            ("Deployment Hook", new { object_kind = "deployment", status = "success", deployment_id = 4, environment = "staging", commit_url = "https://gitlab.com/acme/cart/-/commit/abc", status_changed_at = "2026-06-01 13:08:00 +0200", project }),
        ];

        foreach (var (name, body) in deliveries.Concat(deliveries))
            await stage.SendAsync(name, body);

        (await stage.Catalog.EventsAsync()).Where(one => one.Stream.StartsWith("delivery-", StringComparison.Ordinal))
            .Select(one => $"{one.Stream} {one.Type} {one.EffectiveAt:HH:mm} {one.Source?.Commit}").ShouldBe([
                "delivery-github.com/acme/cart build-started 11:00 abc", "delivery-github.com/acme/cart build-finished 11:05 abc", "delivery-github.com/acme/cart deployment-finished 11:06 abc",
                "delivery-github.com/acme/cart change-merged 10:59 abc", "delivery-gitlab.com/acme/cart build-finished 11:07 abc", "delivery-gitlab.com/acme/cart deployment-finished 11:08 abc",
            ]);
    }

    [Fact]
    public async Task What_concerns_nothing_that_is_read_costs_nothing()
    {
        await using var stage = await Stage.SetAsync(["cart"]);
        var calls = stage.Host.Calls.Count;

        (await stage.SendAsync("ping", new { zen = "Design for failure." })).ShouldBe(WebhookOutcome.Idle);
        (await stage.SendAsync("push", Push("cart", "some-branch"))).ShouldBe(WebhookOutcome.Idle);
        (await stage.SendAsync("push", new { @ref = "refs/heads/main", repository = new { full_name = "other/cart" } })).ShouldBe(WebhookOutcome.Idle);

        stage.Host.Calls.Count.ShouldBe(calls);
        (await stage.Catalog.Heartbeats.FindAsync("webhook/", TestCatalog.Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unsigned_or_wrongly_signed_delivery_is_refused_and_does_nothing()
    {
        await using var stage = await Stage.SetAsync(["cart"]);
        var calls = stage.Host.Calls.Count;

        (await stage.SendAsync("push", Push("cart", "main"), secret: "wrong")).ShouldBe(WebhookOutcome.Unsigned);
        (await stage.Intake.TakeAsync(stage.Host.Authority, new WebhookDelivery(_ => null, "{}"u8.ToArray()), TestCatalog.Ct)).ShouldBe(WebhookOutcome.Unsigned);
        (await stage.SendAsync("push", Push("cart", "main"), place: "elsewhere.example")).ShouldBe(WebhookOutcome.Unsigned);

        stage.Host.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task A_delivery_that_comes_again_is_refused_whatever_number_it_bears_and_even_after_a_restart()
    {
        await using var stage = await Stage.SetAsync(["cart"]);
        var push = Push("cart", "main");

        var outcomes = new List<WebhookOutcome> { await stage.SendAsync("push", push), await stage.SendAsync("push", push), await stage.AfterRestart().SendAsync("push", push) };

        outcomes.ShouldBe([WebhookOutcome.Taken, WebhookOutcome.Replayed, WebhookOutcome.Replayed]);
    }

    [Fact]
    public async Task Of_the_same_delivery_many_times_at_once_one_is_taken()
    {
        await using var stage = await Stage.SetAsync(["cart"]);
        var push = Push("cart", "main");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.SendAsync("push", push)));

        outcomes.Count(outcome => outcome is WebhookOutcome.Taken).ShouldBe(1);
        outcomes.Count(outcome => outcome is WebhookOutcome.Replayed).ShouldBe(7);
    }

    [Fact]
    public async Task The_last_delivery_is_kept_with_the_source()
    {
        await using var stage = await Stage.SetAsync(["cart"]);

        await stage.SendAsync("push", Push("cart", "main"));

        var beat = (await stage.Catalog.Heartbeats.FindAsync($"webhook/{stage.Source}", TestCatalog.Ct)).Single().Value;
        (beat.At, beat.Data.GetProperty("event").GetString()).ShouldBe((stage.Catalog.Clock.GetUtcNow(), "push"));
    }

    [Theory]
    [InlineData("X-Gitlab-Event", "Push Hook", """{"object_kind":"push","event_name":"push","ref":"refs/heads/main","project":{"path_with_namespace":"acme/team/cart","default_branch":"main"}}""", "push", "acme/team/cart")]
    [InlineData("X-Gitlab-Event", "System Hook", """{"event_name":"project_rename","path_with_namespace":"acme/new","old_path_with_namespace":"acme/old"}""", "project_rename", "acme/new acme/old")]
    [InlineData("X-Gitea-Event", "push", """{"ref":"refs/heads/main","repository":{"full_name":"acme/cart","default_branch":"main"}}""", "push", "acme/cart")]
    [InlineData("X-Event-Key", "repo:push", """{"push":{"changes":[{"new":{"type":"branch","name":"main"}}]},"repository":{"full_name":"acme/cart"}}""", "repo:push", "acme/cart")]
    [InlineData("X-Event-Key", "repo:updated", """{"changes":{"full_name":{"old":"acme/old","new":"acme/new"}},"repository":{"full_name":"acme/new"}}""", "repo:updated", "acme/new acme/old")]
    [InlineData("X-GitHub-Event", "repository", """{"action":"transferred","changes":{"owner":{"from":{"organization":{"login":"acme"}}}},"repository":{"full_name":"other/cart"}}""", "repository", "other/cart acme/cart")]
    public void Every_host_says_what_changed_in_its_own_words(string header, string value, string body, string name, string repositories)
    {
        var payload = WebhookPayload.Parse(new WebhookDelivery(asked => asked.Equals(header, StringComparison.OrdinalIgnoreCase) ? value : null, Encoding.UTF8.GetBytes(body)));

        (payload.Event, string.Join(' ', payload.Repositories)).ShouldBe((name, repositories));
        (payload.Branches is null || payload.Branches is ["main"]).ShouldBeTrue();
    }

    private static object Push(string repository, string branch) =>
        new { @ref = $"refs/heads/{branch}", before = Guid.NewGuid().ToString("N"), after = Guid.NewGuid().ToString("N"), repository = Repository(repository) };

    private static object Repository(string name) => new { name, full_name = $"acme/{name}", default_branch = "main" };

    private sealed class Stage(GitHubStandIn host, TestCatalog catalog, CrawlOptions options, string source) : IAsyncDisposable
    {
        public GitHubStandIn Host => host;

        public TestCatalog Catalog => catalog;

        public string Source => source;

        public WebhookIntake Intake { get; } = new(catalog.Memory, catalog.Schedule, catalog.Readers, new DeliveryWriter(catalog.Log), catalog.Heartbeats, options, catalog.Clock, NullLogger<WebhookIntake>.Instance);

        public static async Task<Stage> SetAsync(IEnumerable<string> repositories)
        {
            var host = await GitHubStandIn.StartAsync();
            foreach (var name in repositories)
                host.Push(name, "catalog-info.yaml", Yaml.Component(name));
            CrawlOptions options = null!;
            var catalog = await TestCatalog.StartAsync(given => options = given with { Hosts = [new CodeHostOptions { Host = host.Authority, Token = GitHubStandIn.Token, WebhookSecret = Secret }] });
            return new Stage(host, catalog, options, (await catalog.CrawlNewAsync(host.Target, "github")).Source);
        }

        public Stage AfterRestart() => new(host, catalog, options, source);

        public Task<WebhookOutcome> SendAsync(string name, object body, string secret = Secret, string? place = null)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-GitHub-Event"] = name,
                ["X-GitHub-Delivery"] = Guid.NewGuid().ToString(),
                ["X-Hub-Signature-256"] = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes))}",
            };
            return Intake.TakeAsync(place ?? host.Authority, new WebhookDelivery(headers.GetValueOrDefault, bytes), TestCatalog.Ct);
        }

        public async Task SeenAsync(string reference, Func<Entity, bool> holds)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!holds(await catalog.EntityAsync(reference)))
                patience.IsCancellationRequested.ShouldBeFalse($"{reference} did not become as expected");
        }

        public async ValueTask DisposeAsync()
        {
            await catalog.DisposeAsync();
            await host.DisposeAsync();
        }
    }
}
