namespace EventCatalog.GraphQL.Tests.Execution;

public sealed class AdmissionTests
{
    private static readonly Schema Schema = new SchemaBuilder()
        .Add("type Query { n: Int! } type Subscription { counts: Int! }")
        .Field<object>("Query.n", (_, _) => 1)
        .Stream("Subscription.counts", (_, _) => new[] { 1, 2, 3 }.ToAsyncEnumerable())
        .Build();

    private static readonly GraphQLExecutor Executor = new(Schema, new ExecutionOptions { MaxCost = 3 });
    private readonly List<long> asked = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operation_let_in_tells_what_remains() =>
        Run.Text(await Executor.ExecuteAsync(Request("{ n }"), NoServices.Instance, Ct)).ShouldBe(
            """{"data":{"n":1},"extensions":{"cost":{"requested":1,"limit":3,"remaining":9}}}""");

    [Fact]
    public async Task One_not_let_in_is_answered_by_the_refusal_alone() =>
        Run.Text(await Executor.ExecuteAsync(Request("{ n }", new GraphQLError("Enough.", "ENOUGH")), NoServices.Instance, Ct)).ShouldBe(
            """{"errors":[{"message":"Enough.","extensions":{"code":"ENOUGH"}}],"extensions":{"cost":{"requested":1,"limit":3,"remaining":9}}}""");

    [Fact]
    public async Task One_beyond_the_limit_is_not_asked_about()
    {
        (await Executor.ExecuteAsync(Request("{ a: n b: n c: n d: n }"), NoServices.Instance, Ct)).Errors[0].Code.ShouldBe("TOO_EXPENSIVE");
        asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_is_asked_about_once()
    {
        (await Executor.Subscribe(Request("subscription { counts }"), NoServices.Instance, rootValue: null, Ct).Results.CountAsync(Ct)).ShouldBe(3);
        asked.ShouldBe([1]);
    }

    [Fact]
    public void A_subscription_not_let_in_or_too_dear_is_refused_before_it_opens()
    {
        Executor.Subscribe(Request("subscription { counts }", new GraphQLError("Enough.", "ENOUGH")), NoServices.Instance, rootValue: null, Ct).Refusal!.Errors[0].Code.ShouldBe("ENOUGH");
        new GraphQLExecutor(Schema, new ExecutionOptions { MaxCost = 0 })
            .Subscribe(Request("subscription { counts }"), NoServices.Instance, rootValue: null, Ct).Refusal!.Errors[0].Code.ShouldBe("TOO_EXPENSIVE");
    }

    [Fact]
    public async Task A_host_may_answer_events_without_executing()
    {
        var kept = GraphQLResult.RequestError(new GraphQLError("kept"));
        var request = Request("subscription { counts }") with
        {
            AnswerEvent = (sourceEvent, execute) => sourceEvent is 2 ? ValueTask.FromResult(kept) : execute(),
        };

        var answers = await Executor.Subscribe(request, NoServices.Instance, rootValue: null, Ct).Results.ToListAsync(Ct);

        answers.Select(Run.Text).ShouldBe(["""{"data":{"counts":1}}""", """{"errors":[{"message":"kept","extensions":{"code":"BAD_USER_INPUT"}}]}""", """{"data":{"counts":3}}"""]);
        answers.ConvertAll(answer => System.Text.Encoding.UTF8.GetString(answer.Json.Span)).ShouldBe(answers.ConvertAll(Run.Text));
    }

    private GraphQLRequest Request(string query, GraphQLError? refusal = null) => Run.Request(query) with
    {
        Admit = cost =>
        {
            asked.Add(cost.Requested);
            return new Admission(refusal, Remaining: 9);
        },
    };
}
