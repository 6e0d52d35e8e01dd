using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EventCatalog.GraphQL.Tests.Execution;

public sealed class LimitTests
{
    private static readonly Schema Schema = new SchemaBuilder()
        .Add("type Query { a: Query n: Int wait: Int }")
        .Field<object>("Query.a", (_, _) => new object())
        .FieldAsync<object>("Query.wait", async (_, c) =>
        {
            await Task.Delay(Timeout.Infinite, c.Cancellation);
            return 1;
        })
        .Build();

    public static TheoryData<string, string> TooMuch() => new()
    {
        { string.Concat(Enumerable.Repeat("{ a ", 50)) + "{ n }" + new string('}', 50), "TOO_DEEP" },
        { "{ a { ...F } } " + Chain(40), "TOO_DEEP" },
        { Aliases(10_000), "TOO_MANY_TOKENS" },
        { Aliases(101), "TOO_MANY_ALIASES" },
        { "{ ...A0 } " + string.Concat(Enumerable.Range(0, 30).Select(i => $"fragment A{i} on Query {{ ...A{i + 1} a {{ ...A{i + 1} }} }} ")) + "fragment A30 on Query { x: n y: n }", "TOO_DEEP" },
        { "{ " + string.Concat(Enumerable.Range(0, 51).Select(_ => "n ")) + "}", "TOO_MANY_ROOT_FIELDS" },
        { "{ a(b: " + new string('[', 1_000_000), "TOO_DEEP" },
        { "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "GRAPHQL_VALIDATION_FAILED" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task Too_much_is_refused_quickly_with_its_code(string query, string code)
    {
        await Run.Result(Schema, "{ n }");
        var started = Stopwatch.GetTimestamp();

        var result = await Run.Result(Schema, query);

        result.Errors[0].Code.ShouldBe(code);
        result.IsRequestError.ShouldBeTrue();
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Overlapping_fragments_cannot_make_validation_endless()
    {
        var text = new StringBuilder("{ ...F0 ...G0 } ");
        for (var i = 0; i < 300; i++)
            text.Append(CultureInfo.InvariantCulture, $"fragment F{i} on Query {{ ...F{i + 1} ...G{i + 1} n }} fragment G{i} on Query {{ ...G{i + 1} ...F{i + 1} n }} ");
        text.Append("fragment F300 on Query { n } fragment G300 on Query { n }");
        var started = Stopwatch.GetTimestamp();

        await Run.Result(Schema, text.ToString(), options: new ExecutionOptions { MaxTokens = 100_000 });

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_slow_request_ends_with_TIMEOUT() =>
        Run.Text(await Run.Result(Schema, "{ wait n }", options: new ExecutionOptions { Timeout = TimeSpan.FromMilliseconds(50), TellsCost = false })).ShouldBe(
            """{"errors":[{"message":"The operation took longer than 0.05 s and was stopped.","locations":[{"line":1,"column":1}],"extensions":{"code":"TIMEOUT"}}],"data":null}""");

    [Fact]
    public async Task The_callers_cancellation_is_thrown()
    {
        using var caller = new CancellationTokenSource();
        var running = new GraphQLExecutor(Schema, new ExecutionOptions()).ExecuteAsync(Run.Request("{ wait }"), NoServices.Instance, caller.Token);
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await running);
    }

    [Fact]
    public async Task The_document_cache_is_bounded_and_takes_valid_documents_only()
    {
        var executor = new GraphQLExecutor(Schema, new ExecutionOptions { CachedDocuments = 8 });

        for (var i = 0; i < 50; i++)
            await executor.ExecuteAsync(Run.Request($"{{ n a {{ x{i}: n }} }}"), NoServices.Instance, TestContext.Current.CancellationToken);
        await executor.ExecuteAsync(Run.Request("{ nope }"), NoServices.Instance, TestContext.Current.CancellationToken);

        executor.CachedDocuments.ShouldBeInRange(1, 8);
    }

    private static string Aliases(int count) => "{ a { " + string.Concat(Enumerable.Range(0, count).Select(i => $"x{i}: n ")) + "} }";

    private static string Chain(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(i => $"fragment F{(i == 0 ? "" : i)} on Query {{ a {{ ...F{i + 1} }} }} ")) + $"fragment F{length} on Query {{ n }}";
}
