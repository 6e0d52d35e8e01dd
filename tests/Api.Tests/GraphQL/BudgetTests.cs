using System.Net;
using EventCatalog.Api.Commands;
using EventCatalog.Api.GraphQL;
using EventCatalog.GraphQL;
using Microsoft.AspNetCore.Http;

namespace EventCatalog.Api.Tests.GraphQL;

/// <summary>The endpoint where a caller may spend 60 a minute, so one each second.</summary>
public sealed class FrugalServer : SmallServer
{
    public const int PerMinute = 60;

    protected override GraphQLOptions Options => new() { BudgetPerMinute = PerMinute };
}

public sealed class BudgetOverHttpTests
{
    private static readonly string Costs25 =
        $$"""{"query":"{ {{string.Join(' ', Enumerable.Range(0, 25).Select(i => FormattableString.Invariant($"c{i}:count")))}} }"}""";

    [Fact]
    public async Task A_spent_budget_is_429_with_what_was_asked_what_is_left_and_when_to_come_back()
    {
        await using var server = await StartAsync();
        var first = await server.PostAsync(Costs25);
        Remaining(first).ShouldBeInRange(35, 59);
        var refused = first;
        while (refused.Code == 200)
            refused = await server.PostAsync(Costs25, "application/graphql-response+json");

        refused.Code.ShouldBe(429);
        refused.ErrorCode.ShouldBe("BUDGET_EXCEEDED");
        refused.HasData.ShouldBeFalse();
        var told = refused.Json.GetProperty("errors")[0].GetProperty("extensions");
        var (left, wait) = (told.GetProperty("remaining").GetInt64(), told.GetProperty("retryAfterSeconds").GetInt32());
        (told.GetProperty("requested").GetInt64(), told.GetProperty("perMinute").GetInt32(), left + wait).ShouldBe((25, 60, 25));
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(wait));
        refused.Error.ShouldBe($"The operation costs 25; {left} of your 60 a minute are left. Ask again in {wait} s, or for shorter lists or fewer fields.");
        Remaining(refused).ShouldBe(left);
    }

    [Fact]
    public async Task What_was_spent_comes_back()
    {
        await using var server = await StartAsync();
        while ((await server.PostAsync(Costs25)).Code == 200)
        {
        }

        var left = Remaining(await server.PostAsync("""{"query":"{ count }"}"""));
        while (Remaining(await server.PostAsync(Costs25)) <= left)
            await Task.Delay(100, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_answer_that_may_be_kept_does_not_tell_what_is_left_and_keeps_its_tag()
    {
        await using var server = await StartAsync();
        var first = await server.GetAsync(null, ("query", "{ hello }"));
        var second = await server.GetAsync(null, ("query", "{ hello }"));
        first.Text.ShouldNotContain("remaining");
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
    }

    private static long Remaining(Answer answer) => answer.Json.GetProperty("extensions").GetProperty("cost").GetProperty("remaining").GetInt64();

    private static async Task<FrugalServer> StartAsync()
    {
        var server = new FrugalServer();
        await server.InitializeAsync();
        return server;
    }
}

public sealed class BudgetTests
{
    private static readonly OperationCost Forty = new(40, 250_000);

    [Fact]
    public void Each_caller_has_its_own()
    {
        using var budgets = new Budgets(new GraphQLOptions { BudgetPerMinute = 60 });
        budgets.Admit("a", Forty, tells: true).Refusal.ShouldBeNull();
        budgets.Admit("a", Forty, tells: true).Refusal.ShouldBeOfType<BudgetExceeded>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
        budgets.Admit("b", Forty, tells: true).ShouldBe(new Admission(Refusal: null, Remaining: 20));
    }

    [Fact]
    public void A_refused_operation_costs_nothing()
    {
        using var budgets = new Budgets(new GraphQLOptions { BudgetPerMinute = 60 });
        budgets.Admit("a", Forty, tells: true);
        budgets.Admit("a", Forty, tells: true);
        budgets.Admit("a", new OperationCost(20, 250_000), tells: true).Refusal.ShouldBeNull();
    }

    [Fact]
    public void What_costs_more_than_a_minute_takes_all_of_it()
    {
        using var budgets = new Budgets(new GraphQLOptions { BudgetPerMinute = 60 });
        budgets.Admit("a", new OperationCost(5_000, 250_000), tells: true).ShouldBe(new Admission(Refusal: null, Remaining: 0));
    }

    [Fact]
    public void Without_a_budget_nothing_is_counted()
    {
        using var budgets = new Budgets(new GraphQLOptions { BudgetPerMinute = 0 });
        for (var i = 0; i < 1_000; i++)
            budgets.Admit("a", new OperationCost(250_000, 250_000), tells: true).ShouldBe(default);
    }

    [Fact]
    public void The_default_lets_the_dearest_query_of_the_portal_in_a_thousand_times_a_minute()
    {
        const long Dearest = 60_602;
        using var budgets = new Budgets(new GraphQLOptions());
        for (var i = 0; i < 990; i++)
            budgets.Admit("a", new OperationCost(Dearest, 250_000), tells: false).Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1, 1, 1, 1)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(0, 1, 1, -3)]
    public void A_setting_that_makes_no_sense_is_refused_at_start(int budget, int streams, int perCaller, int operations) =>
        Should.Throw<UsageException>(() => new GraphQLOptions
        {
            BudgetPerMinute = budget, MaxStreams = streams, MaxStreamsPerCaller = perCaller, MaxOperationsPerStream = operations,
        }.Check()).Message.ShouldStartWith("Catalog:GraphQL:");
}

public sealed class CallerTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("::ffff:10.0.0.7", "10.0.0.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("::1", "::1")]
    public void Who_is_not_signed_in_counts_by_address_or_network(string address, string network) =>
        Caller.Of(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } }).ShouldBe($"address {network}");

    [Fact]
    public void Who_is_signed_in_counts_by_name_wherever_it_comes_from() =>
        Caller.Of(new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Loopback },
            User = new(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Name, "ada")], "test")),
        }).ShouldBe("name ada");
}
