using System.Text.Json;
using EventCatalog.Api.GraphQL.Subscriptions;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.Tests.Subscriptions;

public sealed class SharedAnswersTests
{
    private static readonly GraphQLRequest Follow = new("subscription { events { position } }", null, JsonElement.Parse("""{"a":1}"""));
    private readonly SharedAnswers shared = new();
    private int executed;

    [Fact]
    public async Task Who_asks_the_same_of_the_same_event_gets_the_same_answer()
    {
        var first = await AskAsync(Follow, 7);
        (await AskAsync(Follow with { Variables = JsonElement.Parse("""{"a":1}""") }, 7)).ShouldBeSameAs(first);
        executed.ShouldBe(1);
    }

    [Fact]
    public async Task Many_streams_and_sockets_that_ask_the_same_are_one_execution_of_each_event()
    {
        const string Query = "subscription { events(from: 0) { made } }";
        var made = 0;
        await using var portal = await StreamingPortal.StartAsync(extend: schema => schema
            .Add("extend type Event { made: Int! }")
            .Field<RecordedEvent>("Event.made", (_, _) => Interlocked.Increment(ref made)));
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => portal.StreamAsync(Query)));
        using var socket = await portal.ConnectAsync();
        await StreamingPortal.SendAsync(socket, """{"type":"connection_init"}""");
        await StreamingPortal.ReceiveAsync(socket);
        await StreamingPortal.SendAsync(socket, JsonSerializer.Serialize(new { id = "1", type = "subscribe", payload = new { query = Query } }));

        await portal.AppendAsync(10);

        foreach (var stream in streams)
        {
            using (stream)
                (await StreamingPortal.MessagesAsync(stream).Where(message => message.EventType == "next").Take(10).ToListAsync(TestContext.Current.CancellationToken)).Count.ShouldBe(10);
        }

        for (var i = 0; i < 10; i++)
            (await StreamingPortal.ReceiveAsync(socket))!.Value.GetProperty("type").GetString().ShouldBe("next");
        made.ShouldBe(10);
    }

    [Fact]
    public async Task Another_event_document_operation_or_variable_is_another_answer()
    {
        await AskAsync(Follow, 7);
        await AskAsync(Follow, 8);
        await AskAsync(Follow with { Query = "subscription { events { type } }" }, 7);
        await AskAsync(Follow with { OperationName = "A" }, 7);
        await AskAsync(Follow with { Variables = JsonElement.Parse("""{"a":2}""") }, 7);
        await AskAsync(Follow with { Variables = null }, 7);
        executed.ShouldBe(6);
    }

    [Fact]
    public async Task When_the_first_leaves_before_its_answer_the_others_still_get_theirs()
    {
        var gone = new TaskCompletionSource<GraphQLResult>();
        var first = AskAsync(Follow, 7, () => new(gone.Task)).AsTask();
        var second = AskAsync(Follow, 7).AsTask();

        gone.SetCanceled(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).ShouldNotBeNull();
        executed.ShouldBe(1);
    }

    [Fact]
    public async Task A_large_answer_is_not_kept()
    {
        await AskAsync(Follow, 7, () => ValueTask.FromResult(Answer(new string('x', 40_000))));
        await AskAsync(Follow, 7);
        executed.ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_the_oldest_goes()
    {
        for (var position = 0; position < 1_000; position++)
            await AskAsync(Follow, position);
        await AskAsync(Follow, 999);
        executed.ShouldBe(1_000);
        await AskAsync(Follow, 0);
        executed.ShouldBe(1_001);
    }

    [Fact]
    public async Task What_is_no_event_of_the_log_is_executed_for_each()
    {
        for (var i = 0; i < 2; i++)
            await shared.Share(Follow).AnswerEvent!("tick", ExecuteAsync);
        executed.ShouldBe(2);
    }

    private ValueTask<GraphQLResult> AskAsync(GraphQLRequest request, long position, Func<ValueTask<GraphQLResult>>? execute = null) =>
        shared.Share(request).AnswerEvent!(
            new RecordedEvent(position, Guid.Empty, "s", 1, "t", null, default, default, default, "a", null, null, null, ""), execute ?? ExecuteAsync);

    private ValueTask<GraphQLResult> ExecuteAsync()
    {
        executed++;
        return ValueTask.FromResult(Answer("an answer"));
    }

    private static GraphQLResult Answer(string text) => GraphQLResult.RequestError(new GraphQLError(text));
}
