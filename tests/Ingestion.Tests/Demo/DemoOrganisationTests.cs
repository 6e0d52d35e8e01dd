using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Demo;

namespace EventCatalog.Ingestion.Tests.Demo;

public sealed class DemoOrganisationTests
{
    private static readonly IReadOnlyList<DemoStep> Steps = DemoOrganisation.Generate();

    private static readonly IReadOnlyDictionary<EntityRef, JsonElement> Today = LiveAfter(Steps);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(DemoOrganisation.Generate()))))
            .ShouldBe("dc7615320adc4d88813e060172a9c9ab81f4c0aa2ca33d4ac6af9289d5ecd5d1");

    [Fact]
    public void Another_seed_tells_the_same_story_at_other_times()
    {
        var other = DemoOrganisation.Generate(2);
        Canonical(other).ShouldNotBe(Canonical(Steps));
        LiveAfter(other).Keys.ShouldBe(Today.Keys, ignoreOrder: true);
    }

    [Fact]
    public void Every_kind_is_there()
    {
        Today.Keys.Select(entity => entity.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ShouldBe(["api", "component", "domain", "group", "location", "resource", "system", "template", "user"]);
        Today.Count.ShouldBeInRange(115, 160);
    }

    [Theory]
    [InlineData("component", "data-pipeline,library,ml-model,mobile-feature,service,website")]
    [InlineData("api", "asyncapi,graphql,grpc,openapi")]
    [InlineData("group", "business-unit,root,team")]
    public void Every_type_is_there(string kind, string types) =>
        string.Join(',', Of(kind).Select(entity => Descriptor.Text(entity, "spec", "type")).Distinct().Order(StringComparer.Ordinal)).ShouldBe(types);

    [Fact]
    public void Every_descriptor_is_sound_and_stands_as_the_catalog_keeps_it()
    {
        foreach (var step in Steps.Where(step => step.Change is DemoChange.Observe))
        {
            var descriptor = ((DemoChange.Observe)step.Change).Descriptor;
            var verdict = DescriptorRules.Judge(descriptor);
            verdict.Fault.ShouldBeNull($"{step.Path}: {step.Message}");
            JsonElement.DeepEquals(verdict.Descriptor!.Value, descriptor).ShouldBeTrue($"{step.Path}: {step.Message}");
        }
    }

    [Fact]
    public void Steps_are_in_time_order_on_working_days_during_working_hours()
    {
        Steps.Select(step => step.At).ShouldBe(Steps.Select(step => step.At).Order());
        foreach (var step in Steps)
        {
            step.At.Offset.ShouldBe(TimeSpan.Zero);
            step.At.DayOfWeek.ShouldNotBeOneOf(DayOfWeek.Saturday, DayOfWeek.Sunday);
            step.At.Hour.ShouldBeInRange(7, 15);
        }

        Steps[0].At.Date.ShouldBe(new DateTime(2025, 11, 3, 0, 0, 0, DateTimeKind.Unspecified));
        Steps[^1].At.Date.ShouldBe(new DateTime(2026, 11, 13, 0, 0, 0, DateTimeKind.Unspecified));
    }

    [Fact]
    public void Every_author_works_there_that_day()
    {
        var hired = new HashSet<string>(StringComparer.Ordinal);
        // The first two commits bring the people themselves.
        foreach (var step in Steps)
        {
            if (step.Change is DemoChange.Observe seen)
                hired.Add(Descriptor.RefOf(seen.Descriptor).ToString());
            if (step.Change is DemoChange.Rename renamed)
                hired.Add(Descriptor.RefOf(renamed.Descriptor).ToString());
            if (step.Change is DemoChange.Remove gone)
                hired.Remove(gone.Entity.ToString());
            if (step.At > new DateTimeOffset(2025, 11, 5, 0, 0, 0, TimeSpan.Zero))
                hired.ShouldContain(step.Author, step.Message);
        }
    }

    [Fact]
    public void Steps_of_one_commit_share_its_id_and_no_others_do()
    {
        foreach (var commit in Steps.GroupBy(step => step.Commit))
        {
            commit.Key.ShouldMatch("^[0-9a-f]{40}$");
            commit.Select(step => (step.At, step.Author, step.Repository, step.Message)).Distinct().Count().ShouldBe(1);
        }
    }

    [Fact]
    public void Everyone_in_the_people_file_starts_on_a_line_of_their_own() =>
        Steps.Where(step => step.Path is "org/people.yaml" && step.At.Day is 4 && step.At.Month is 11 && step.At.Year is 2025)
            .Select(step => step.Line!.Value).Take(3).ShouldBe([1, 16, 31]);

    [Fact]
    public void Every_relation_leads_to_something_except_to_the_squad_that_was_merged_away() =>
        Today.Values.SelectMany(Relations.Of)
            .SelectMany(relation => new[] { relation.Source, relation.Target })
            .Where(entity => !Today.ContainsKey(entity))
            .Distinct()
            .ShouldBe([new EntityRef("group", "default", "pocket")]);

    [Fact]
    public void Checkout_is_a_hub() =>
        Neighbours("component:default/checkout").Count.ShouldBeGreaterThanOrEqualTo(12);

    [Fact]
    public void Dependencies_go_five_deep()
    {
        Chain("shop-gateway", "search", "search-ranker", "click-trail", "event-lake").ShouldBeTrue();
        Chain("subscriptions", "checkout", "pickup-points", "courier-gateway").ShouldBeTrue();
    }

    [Fact]
    public void At_least_two_definitions_are_kept_apart_as_large_bodies() =>
        Of("api").Count(api => LargeBodies.Detach(api).Bodies.Count == 1).ShouldBeGreaterThanOrEqualTo(2);

    [Fact]
    public void Every_squad_says_how_to_reach_it()
    {
        foreach (var squad in Of("group"))
        {
            Descriptor.Text(squad, "metadata", "annotations", "slack.com/channel")!.ShouldStartWith("#");
            Descriptor.Text(squad, "metadata", "annotations", "slack.com/channel-url")!.ShouldStartWith("https://chat.example.com/channels/");
        }
    }

    [Fact]
    public void Every_squad_owns_something_and_has_people()
    {
        foreach (var squad in Of("group").Where(group => Descriptor.Text(group, "spec", "type") is "team").Select(group => Descriptor.RefOf(group)))
        {
            Today.Values.Count(entity => Descriptor.OwnerOf(entity) == squad).ShouldBeGreaterThanOrEqualTo(3, squad.ToString());
            Of("user").Count(user => user.GetProperty("spec").GetProperty("memberOf").EnumerateArray().Any(group => group.GetString() == squad.Name))
                .ShouldBeGreaterThanOrEqualTo(2, squad.ToString());
        }
    }

    [Fact]
    public void Nothing_points_at_a_host_that_exists()
    {
        var hosts = Steps.Where(step => step.Change is not DemoChange.Refuse).Select(step => JsonSerializer.Serialize(step.Change, step.Change.GetType()) + step.Repository)
            .SelectMany(text => System.Text.RegularExpressions.Regex.Matches(text, "https?://([^/\"\\\\ ]+)").Select(match => match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal);
        foreach (var host in hosts)
            (host.EndsWith(".example", StringComparison.Ordinal) || host.EndsWith(".example.com", StringComparison.Ordinal)).ShouldBeTrue(host);
    }

    private static List<JsonElement> Of(string kind) => [.. Today.Where(entity => entity.Key.Kind == kind).Select(entity => entity.Value)];

    private static HashSet<EntityRef> Neighbours(string name)
    {
        var self = EntityRef.Parse(name);
        return [.. Today.Values.SelectMany(Relations.Of).Where(relation => relation.Source == self).Select(relation => relation.Target)];
    }

    private static bool Chain(params string[] components) => components.Zip(components.Skip(1)).All(link =>
        Relations.Of(Today[new EntityRef("component", "default", link.First)])
            .Any(relation => relation.Type is "dependsOn" && relation.Target == new EntityRef("component", "default", link.Second)));

    private static Dictionary<EntityRef, JsonElement> LiveAfter(IEnumerable<DemoStep> steps)
    {
        var live = new Dictionary<EntityRef, JsonElement>();
        foreach (var step in steps)
        {
            if (step.Change is DemoChange.Observe seen)
                live[Descriptor.RefOf(seen.Descriptor)] = seen.Descriptor;
            if (step.Change is DemoChange.Rename renamed)
            {
                live.Remove(renamed.From);
                live[Descriptor.RefOf(renamed.Descriptor)] = renamed.Descriptor;
            }

            if (step.Change is DemoChange.Remove gone)
                live.Remove(gone.Entity);
        }

        return live;
    }

    private static string Canonical(IReadOnlyList<DemoStep> steps) => string.Join('\n', steps.Select(step =>
        JsonSerializer.Serialize(new
        {
            step.At, step.Author, step.Repository, step.Commit, step.Path, step.Line, step.Message,
            Seen = step.Change.GetType().Name,
            Change = (object)step.Change,
        })));
}
