using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Tests.Execution;

/// <summary>Hostile documents through the whole engine. The bounds on time are far above what is measured, far below what would hurt.</summary>
public sealed class HardeningTests
{
    private static readonly Schema Schema = new SchemaBuilder()
        .Add("type Query { a(of: [Int]): Query n: Int }")
        .Field<object>("Query.a", (_, _) => new object())
        .Field<object>("Query.n", (_, _) => 1)
        .Build();

    public static TheoryData<string, string> Hostile() => new()
    {
        { "{ a(of: " + new string('[', 1_048_576), "TOO_DEEP" },
        { new string('{', 1_048_576), "GRAPHQL_PARSE_FAILED" },
        { new string('}', 1_048_576), "GRAPHQL_PARSE_FAILED" },
        { string.Concat(Enumerable.Repeat("{a", 524_288)), "TOO_DEEP" },
        { "query ($a: " + new string('[', 1_048_576), "TOO_DEEP" },
        { new string('#', 1_048_576), "GRAPHQL_PARSE_FAILED" },
        { "{ n(a: \"" + new string('\\', 1_048_576), "GRAPHQL_PARSE_FAILED" },
        { "{ " + Repeat(10_000, i => $"x{i}: n ") + "}", "TOO_MANY_TOKENS" },
        { "{ a { " + Repeat(3_300, i => $"x{i}: n ") + "} }", "TOO_MANY_ALIASES" },
        { "{ n " + Repeat(4_900, _ => "@a ") + "}", "GRAPHQL_VALIDATION_FAILED" },
        { "{ ...F0 } " + Repeat(1_000, i => $"fragment F{i} on Query {{ ...F{(i + 1) % 1_000} }} "), "GRAPHQL_VALIDATION_FAILED" },
        { "{ a { ...F } } fragment F on Query { a { ...F } }", "GRAPHQL_VALIDATION_FAILED" },
        { Repeat(50, _ => "{ a ") + "{ n }" + new string('}', 50), "TOO_DEEP" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_document_is_refused_at_once_and_keeps_no_memory(string query, string code)
    {
        await Run.Result(Schema, query);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var executor = new GraphQLExecutor(Schema, new ExecutionOptions());
        var started = Stopwatch.GetTimestamp();

        var result = await executor.ExecuteAsync(Run.Request(query), NoServices.Instance, TestContext.Current.CancellationToken);

        var elapsed = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{code} {elapsed.TotalMilliseconds:0.0} ms {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024} KB"));
        result.Errors[0].Code.ShouldBe(code);
        result.IsRequestError.ShouldBeTrue();
        executor.CachedDocuments.ShouldBe(0);
        elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    public static TheoryData<string, string, string, int> Refused() => new()
    {
        { "a megabyte of brackets", "{ a(of: " + new string('[', 1_048_576), "TOO_DEEP", 128 },
        { "a megabyte of open fields", string.Concat(Enumerable.Repeat("{a", 524_288)), "TOO_DEEP", 128 },
        { "10,000 aliases", "{ " + Repeat(10_000, i => $"x{i}: n ") + "}", "TOO_MANY_TOKENS", 4_096 },
        { "a ring of fragments", "{ ...F0 } " + Repeat(1_000, i => $"fragment F{i} on Query {{ ...F{(i + 1) % 1_000} }} "), "GRAPHQL_VALIDATION_FAILED", 4_096 },
        { "a fragment in itself", "{ a { ...F } } fragment F on Query { a { ...F } }", "GRAPHQL_VALIDATION_FAILED", 128 },
        { "50 levels", Repeat(50, _ => "{ a ") + "{ n }" + new string('}', 50), "TOO_DEEP", 128 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refusal_takes_less_than_50_ms_and_little_memory(string what, string query, string code, int kilobytes)
    {
        var executor = new GraphQLExecutor(Schema, new ExecutionOptions());
        var (best, least) = (double.MaxValue, long.MaxValue);
        for (var i = 0; i < 6; i++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            var refusal = executor.ExecuteAsync(Run.Request(query), NoServices.Instance, TestContext.Current.CancellationToken);

            // What is refused never waits, so all of it was allocated by this thread.
            refusal.IsCompleted.ShouldBeTrue();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - allocated);
            (await refusal).Errors[0].Code.ShouldBe(code);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{what}: {best:0.00} ms, {least / 1024} KB"));
        best.ShouldBeLessThan(50, what);
        least.ShouldBeLessThan(kilobytes * 1024L, what);
    }

    [Theory]
    [InlineData("{ a(of: ", "[")]
    [InlineData("", "{a")]
    [InlineData("query ($a: ", "[")]
    public void The_memory_a_refusal_takes_does_not_grow_with_the_text(string start, string repeated)
    {
        var small = Allocated(start + string.Concat(Enumerable.Repeat(repeated, 1_000)));
        var large = Allocated(start + string.Concat(Enumerable.Repeat(repeated, 500_000)));

        large.ShouldBeLessThan(small + 16_384);
    }

    [Fact]
    public void Mutated_documents_are_read_or_refused_and_never_more()
    {
        var refused = 0;
        foreach (var text in Mutations.Of(Mutations.Seeds, seed: 20261121, count: 20_000))
        {
            try
            {
                Parser.Parse(text);
            }
            catch (GraphQLSyntaxError error)
            {
                refused++;
                error.Message.ShouldStartWith("Syntax Error: ");
                error.Locations.Count.ShouldBe(1);
            }
        }

        // The mutations would prove nothing if they left all documents whole, or none.
        refused.ShouldBeInRange(5_000, 19_000);
    }

    public static TheoryData<string, string, string, string> Shapes() => new()
    {
        { "small tokens", "{ ", "a(b:{c:[$d]})@e ", "}" },
        { "names", "{ ", "aNameOfSomeLength ", "}" },
        { "brackets", "{ a(b: [", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "]) }" },
        { "fields in fields", "{ ", "a{b{c{d{e{f{g{h}}}}}}} ", "}" },
        { "numbers", "{ a(b: [", "-12.5e+3 0 1234567890 ", "]) }" },
        { "a long string", "{ a(b: \"", "plain text é😀 ", "\") }" },
        { "a long string of escapes", "{ a(b: \"", "\\n\\u00e9\\u{1F600}\\uD83D\\uDE00", "\") }" },
        { "many strings", "{ a(b: [", "\"a\" \"\\n\" ", "]) }" },
        { "a long block string", "{ a(b: \"\"\"", "  text \\\"\"\"\n\n    more\r\n", "\"\"\") }" },
        { "a block string of one line", "{ a(b: \"\"\"", "plain text é😀 ", "\"\"\") }" },
        { "a block string of blank lines", "{ a(b: \"\"\"", "  \n", "\"\"\") }" },
        { "many block strings", "{ a(b: [", "\"\"\" a\n b\"\"\" ", "]) }" },
        { "comments", "{ a ", "# a comment é😀\n", "}" },
        { "one comment", "{ a #", "comment é😀", "\n}" },
        { "ignored characters", "{ a ", ",\ufeff\t \r\n", "}" },
        { "definitions", "", "\"says\" type T implements A & B @d { \"f\" a(b: Int = 1 @d): [T!]! } ", "" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reading_takes_time_in_proportion_to_the_text(string shape, string start, string unit, string end)
    {
        var options = new ParserOptions(MaxTokens: int.MaxValue);
        var one = start + string.Concat(Enumerable.Repeat(unit, 10_000 / unit.Length)) + end;
        var eight = start + string.Concat(Enumerable.Repeat(unit, 80_000 / unit.Length)) + end;
        Fastest(eight, options);

        // Eight times the text: about 8 when linear, 64 when quadratic. A busy machine can spoil one measurement, not all of them.
        Enumerable.Range(0, 6).ShouldContain(_ => Fastest(eight, options) / Fastest(one, options) < 24, shape);
    }

    private static double Fastest(string text, ParserOptions options) => Enumerable.Range(0, 9).Min(_ =>
    {
        var started = Stopwatch.GetTimestamp();
        Parser.Parse(text, options);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
    });

    private static long Allocated(string text)
    {
        Refuse(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Refuse(string text) =>
        Should.Throw<GraphQLError>(() => Parser.Parse(text, new ParserOptions(MaxTokens: int.MaxValue))).Code.ShouldBe("TOO_DEEP");

    private static string Repeat(int count, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{part(i)}");
        return text.ToString();
    }
}
