using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace EventCatalog.GraphQL.Tests.Subscriptions;

public sealed class SubscriptionTests
{
    private const string Sdl = """
        type Query { ping: String }
        type Subscription { ticks(to: Int!, fail: Boolean): Tick! unbound: Int }
        type Tick { number: Int! half: Int! root: String }
        """;

    private readonly List<string> closed = [];
    private readonly List<Exception> bugs = [];
    private readonly Channel<int> numbers = Channel.CreateUnbounded<int>();
    private int read;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private sealed record Tick(int Number, string? Root);

    private GraphQLExecutor Executor() => new(
        new SchemaBuilder()
            .Add(Sdl)
            .Field<object>("Query.ping", (_, _) => "pong")
            .Stream("Subscription.ticks", (root, context) => context.Argument<int>("to") switch
            {
                < 0 => throw new GraphQLError("Ticks do not go back.", "NO_TICKS"),
                666 => throw new InvalidOperationException("a bug"),
                var to => TicksAsync(to, root as string, context),
            })
            .Field<Tick>("Tick.half", (tick, _) => tick.Number % 2 == 0 ? tick.Number / 2 : throw new GraphQLError($"{tick.Number} is odd."))
            .Build(),
        new ExecutionOptions { TellsCost = false, OnError = (error, _) => bugs.Add(error) });

    private async IAsyncEnumerable<Tick> TicksAsync(int to, string? root, FieldContext context, [EnumeratorCancellation] CancellationToken ct = default)
    {
        try
        {
            for (var i = 1; to == 0 || i <= to; i++)
            {
                if (to == 0)
                    i = await numbers.Reader.ReadAsync(ct);
                if (i == 3 && context.TryArgument<bool?>("fail", out var fail) && fail is true)
                    throw new InvalidOperationException("the source broke");
                read++;
                yield return new Tick(i, root);
            }
        }
        finally
        {
            closed.Add(context.Cancellation.IsCancellationRequested ? "cancelled" : "closed");
        }
    }

    private GraphQLSubscription Subscribe(string query, string? variables = null, object? root = null) =>
        Executor().Subscribe(Run.Request(query, variables), NoServices.Instance, root, Ct);

    private static async Task<List<string>> AllAsync(GraphQLSubscription subscription)
    {
        subscription.Refusal.ShouldBeNull();
        return await subscription.Results.Select(Run.Text).ToListAsync(Ct);
    }

    [Fact]
    public async Task Each_event_is_answered_by_executing_the_operation_on_it()
    {
        var answers = await AllAsync(Subscribe("subscription($n: Int!) { t: ticks(to: $n) { number root } }", """{"n": 2}""", "mark"));

        answers.ShouldBe(["""{"data":{"t":{"number":1,"root":"mark"}}}""", """{"data":{"t":{"number":2,"root":"mark"}}}"""]);
        closed.ShouldBe(["closed"]);
    }

    [Fact]
    public async Task An_answer_names_the_event_it_was_made_of()
    {
        var numbered = await Subscribe("subscription { ticks(to: 2) { number } }").Results.Select(result => ((Tick)result.SourceEvent!).Number).ToListAsync(Ct);

        numbered.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task An_error_in_one_answer_does_not_end_the_stream() =>
        (await AllAsync(Subscribe("subscription { ticks(to: 2) { half } }"))).ShouldBe(
        [
            """{"errors":[{"message":"1 is odd.","locations":[{"line":1,"column":31}],"path":["ticks","half"],"extensions":{"code":"BAD_USER_INPUT"}}],"data":null}""",
            """{"data":{"ticks":{"half":1}}}""",
        ]);

    [Fact]
    public void What_opening_the_source_throws_refuses_the_request()
    {
        var subscription = Subscribe("subscription { ticks(to: -1) { number } }");

        Run.Text(subscription.Refusal!).ShouldBe(
            """{"errors":[{"message":"Ticks do not go back.","locations":[{"line":1,"column":16}],"path":["ticks"],"extensions":{"code":"NO_TICKS"}}]}""");
    }

    [Fact]
    public void A_bug_in_opening_the_source_is_hidden_and_heard_of()
    {
        Subscribe("subscription { ticks(to: 666) { number } }").Refusal!.Errors.ShouldHaveSingleItem().Message.ShouldBe("Internal error");
        bugs.ShouldHaveSingleItem().Message.ShouldBe("a bug");
    }

    [Theory]
    [InlineData("subscription { ticks(to: 1) { nothing } }", null)]
    [InlineData("subscription { ticks(to: 1) { number } unbound }", null)]
    [InlineData("subscription {", null)]
    [InlineData("subscription($n: Int!) { ticks(to: $n) { number } }", """{"n": "many"}""")]
    [InlineData("subscription { unbound }", null)]
    public async Task A_request_that_is_wrong_is_refused_with_one_answer_without_data(string query, string? variables)
    {
        var subscription = Subscribe(query, variables);

        subscription.Refusal!.IsRequestError.ShouldBeTrue();
        (await subscription.Results.CountAsync(Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task A_source_that_breaks_ends_the_stream_with_an_error()
    {
        var answers = await AllAsync(Subscribe("subscription { ticks(to: 5, fail: true) { number } }"));

        answers.Count.ShouldBe(3);
        answers[2].ShouldStartWith("""{"errors":[{"message":"Internal error","locations":[{"line":1,"column":16}],"path":["ticks"],""");
        answers[2].ShouldNotContain("\"data\"");
        bugs.ShouldHaveSingleItem().Message.ShouldBe("the source broke");
    }

    [Fact]
    public async Task Unsubscribing_cancels_a_source_that_waits_and_closes_it()
    {
        using var stop = new CancellationTokenSource();
        await using var answers = Executor()
            .Subscribe(Run.Request("subscription { ticks(to: 0) { number } }"), NoServices.Instance, rootValue: null, stop.Token).Results.GetAsyncEnumerator(Ct);
        numbers.Writer.TryWrite(7);
        (await answers.MoveNextAsync()).ShouldBeTrue();
        var next = answers.MoveNextAsync();
        next.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
        closed.ShouldBe(["cancelled"]);
    }

    [Fact]
    public async Task Leaving_in_the_middle_closes_the_source_and_reads_no_further()
    {
        await foreach (var _ in Subscribe("subscription { ticks(to: 1000) { number } }").Results)
            break;

        closed.ShouldBe(["closed"]);
        read.ShouldBe(1);
    }

    [Fact]
    public async Task A_query_is_answered_once() =>
        (await AllAsync(Subscribe("{ ping }"))).ShouldBe(["""{"data":{"ping":"pong"}}"""]);

    [Fact]
    public void A_stream_can_only_be_bound_to_a_field_of_the_subscription_type() =>
        Should.Throw<SchemaException>(() => new SchemaBuilder().Add(Sdl).Stream("Query.ping", (_, _) => AsyncEnumerable.Empty<int>()).Build())
            .Message.ShouldContain("A stream is bound to \"Query.ping\", which is not a field of the subscription type.");
}
