using EventCatalog.Domain.Sources;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.Domain.Tests.Sources;

public class SourceDeciderTests
{
    private static readonly RegisterSource Wanted = new("git", "https://git.example.com/shop", null, "configuration");
    private static readonly string Id = SourceDecider.IdOf("git", "https://git.example.com/shop");
    private static readonly SourceRegistered Registered = new(Id, "git", "https://git.example.com/shop", null, "configuration");
    private static readonly Problem NoOwner = new(new ProblemKey("catalog-info.yaml", 1, "component-spec", "/spec"), "/spec must have required property 'owner'", 8, 1);
    private static readonly Problem BadTag = new(new ProblemKey("a/catalog-info.yaml", 2, "tags-are-valid", "/metadata/tags/0"), "\"tags.0\" is not valid", 5, 5);

    private static Source After(params SourceEvent[] past) => past.Aggregate(Source.None, SourceDecider.Evolve);

    [Fact]
    public void A_wanted_source_is_registered_once()
    {
        SourceDecider.Decide(Wanted, After()).ShouldBe([Registered]);
        SourceDecider.Decide(Wanted, After(Registered)).ShouldBeEmpty();
    }

    [Fact]
    public void Another_pattern_registers_it_anew()
    {
        var events = SourceDecider.Decide(Wanted with { Pattern = "*.yaml" }, After(Registered));
        events.ShouldBe([Registered with { Pattern = "*.yaml" }]);
        After([Registered, .. events]).Pattern.ShouldBe("*.yaml");
    }

    [Fact]
    public void A_source_is_withdrawn_once_and_can_come_back()
    {
        SourceDecider.Decide(new WithdrawSource("not needed"), After(Registered)).ShouldBe([new SourceWithdrawn(Id, "not needed")]);
        var gone = After(Registered, new DescriptorRejected(Id, NoOwner), new SourceWithdrawn(Id, "not needed"));
        SourceDecider.Decide(new WithdrawSource("not needed"), gone).ShouldBeEmpty();
        gone.Problems.ShouldBeEmpty();
        SourceDecider.Decide(Wanted, gone).ShouldBe([Registered]);
    }

    [Fact]
    public void Being_unreachable_for_the_same_reason_is_said_once()
    {
        var report = new ReportUnreachable("timed out");
        SourceDecider.Decide(report, After(Registered)).ShouldBe([new SourceUnreachable(Id, "timed out")]);
        var lost = After(Registered, new SourceUnreachable(Id, "timed out"));
        SourceDecider.Decide(report, lost).ShouldBeEmpty();
        SourceDecider.Decide(new ReportUnreachable("refused"), lost).ShouldBe([new SourceUnreachable(Id, "refused")]);
    }

    [Fact]
    public void A_crawl_that_reads_it_again_says_so_once()
    {
        var crawl = new ReportCrawl([]);
        SourceDecider.Decide(crawl, After(Registered, new SourceUnreachable(Id, "timed out"))).ShouldBe([new SourceReachable(Id)]);
        SourceDecider.Decide(crawl, After(Registered, new SourceUnreachable(Id, "timed out"), new SourceReachable(Id))).ShouldBeEmpty();
    }

    [Fact]
    public void New_problems_are_rejections_and_the_same_again_is_nothing()
    {
        var crawl = new ReportCrawl([NoOwner, BadTag]);
        SourceDecider.Decide(crawl, After(Registered)).ShouldBe([new DescriptorRejected(Id, NoOwner), new DescriptorRejected(Id, BadTag)]);
        SourceDecider.Decide(crawl, After(Registered, new DescriptorRejected(Id, NoOwner), new DescriptorRejected(Id, BadTag))).ShouldBeEmpty();
    }

    [Fact]
    public void A_problem_that_is_gone_is_resolved() =>
        SourceDecider.Decide(new ReportCrawl([BadTag]), After(Registered, new DescriptorRejected(Id, NoOwner), new DescriptorRejected(Id, BadTag)))
            .ShouldBe([new RejectionResolved(Id, NoOwner.Key)]);

    [Fact]
    public void A_problem_that_reads_otherwise_is_said_again() =>
        SourceDecider.Decide(new ReportCrawl([NoOwner with { Line = 9 }]), After(Registered, new DescriptorRejected(Id, NoOwner)))
            .ShouldBe([new DescriptorRejected(Id, NoOwner with { Line = 9 })]);

    [Fact]
    public void The_same_problem_twice_in_one_crawl_is_said_once() =>
        SourceDecider.Decide(new ReportCrawl([NoOwner, NoOwner]), After(Registered)).ShouldHaveSingleItem();

    [Fact]
    public void What_is_not_registered_has_nothing_to_report()
    {
        SourceDecider.Decide(new ReportCrawl([NoOwner]), After()).ShouldBeEmpty();
        SourceDecider.Decide(new ReportUnreachable("x"), After()).ShouldBeEmpty();
        SourceDecider.Decide(new WithdrawSource("x"), After()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void After_a_crawl_the_state_holds_exactly_its_problems(int seed)
    {
        var random = new Random(seed);
        var source = After(Registered);
        for (var crawl = 0; crawl < 300; crawl++)
        {
            Problem[] problems = [.. Enumerable.Range(0, random.Next(6)).Select(_ => NoOwner with
            {
                Key = NoOwner.Key with { Document = random.Next(4) },
                Line = random.Next(3),
            })];
            if (random.Next(4) == 0)
                source = SourceDecider.Decide(new ReportUnreachable("x"), source).Aggregate(source, SourceDecider.Evolve);

            var report = new ReportCrawl(problems);
            source = SourceDecider.Decide(report, source).Aggregate(source, SourceDecider.Evolve);

            source.Problems.Values.ShouldBe(problems.DistinctBy(problem => problem.Key), ignoreOrder: true);
            source.UnreachableBecause.ShouldBeNull();
            SourceDecider.Decide(report, source).ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_id_is_the_same_for_the_same_source_everywhere()
    {
        Id.ShouldBe(SourceDecider.IdOf("git", "https://git.example.com/shop"));
        Id.ShouldMatch("^git-[0-9a-f]{12}$");
        SourceDecider.IdOf("git", "https://git.example.com/other").ShouldNotBe(Id);
        SourceDecider.StreamOf(Id).ShouldBe($"source-{Id}");
    }
}
