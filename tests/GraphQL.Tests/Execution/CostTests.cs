namespace EventCatalog.GraphQL.Tests.Execution;

public sealed class CostTests
{
    private static readonly Schema Schema = new SchemaBuilder()
        .Add(CostDirectives.Sdl)
        .Add(
            """
            type Query {
              shop: Shop
              shops: [Shop]
              page(first: Int, last: Int): ShopPage
              top(count: Int = 3, by: Slice): [Shop] @listSize(assumedSize: 7, slicingArguments: ["count", "by.count"], requireOneSlicingArgument: false)
              strict(first: Int, last: Int): ShopPage @listSize(slicingArguments: ["first", "last"], sizedFields: ["all"])
              few: [Shop] @listSize(assumedSize: 2)
              dear: Int @cost(weight: 40)
              any: [Anything]
            }
            input Slice { count: Int }
            interface Named { name: String @cost(weight: 3) }
            type Shop implements Named { name: String carts(first: Int): [Cart] tags: [String] }
            type ShopPage { nodes: [Shop] all: [Shop] total: Int }
            type Cart { id: ID shop: Shop }
            type Other { id: ID }
            union Anything = Shop | Cart | Other
            """)
        .Field<object>("Query.page", (_, _) => null)
        .Build();

    public static TheoryData<string, string?, long> Costs() => new()
    {
        { "{ dear }", null, 41 },
        { "{ shop { __typename tags } }", null, 3 },
        { "{ shop { name } }", null, 5 },
        { "{ shops { tags } }", null, 11 },
        { "{ few { tags } }", null, 3 },
        { "{ page(first: 200) { total nodes { tags } } }", null, 1 + 1 + 1 + 200 },
        { "{ page(first: 2, last: 5) { nodes { tags } all { tags } } }", null, 1 + (1 + 5) + (1 + 10) },
        { "query ($n: Int) { page(first: $n) { nodes { carts(first: $n) { id } } } }", """{"n": 20}""", 1 + 1 + (20 * (1 + 20)) },
        { "query ($n: Int) { page(first: $n) { nodes { tags } } }", "{}", 1 + 1 + 10 },
        { "{ top { tags } }", null, 1 + 3 },
        { "{ top(count: null) { tags } }", null, 1 + 7 },
        { "query ($by: Slice) { top(by: $by) { tags } }", """{"by": {"count": 9}}""", 1 + 9 },
        { "{ strict(first: 4) { all { tags } nodes { tags } } }", null, 1 + (1 + 4) + (1 + 10) },
        { "{ shop { tags } shop { tags } ...F } fragment F on Query { shop { tags } }", null, 2 },
        { "{ any { ... on Cart { id shop { tags } } ... on Other { id } } }", null, 1 + (10 * 3) },
        { "query ($no: Boolean = false) { shop @include(if: $no) { tags } dear }", "{}", 41 },
        { "{ page(first: -5) { nodes { tags } } }", null, 2 },
        { "{ __schema { types { fields { name } } } }", null, 4 },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public async Task Fields_count_once_for_each_item_expected_of_the_lists_above(string query, string? variables, long cost) =>
        (await Run.Result(Schema, query, variables)).Cost.ShouldBe(new OperationCost(cost, 250_000));

    [Fact]
    public async Task What_costs_too_much_is_refused_before_it_runs_and_says_both_numbers() =>
        (await Run.Json(Schema, "query ($n: Int) { page(first: $n) { nodes { tags } } }", """{"n": 100}""", options: new ExecutionOptions { MaxCost = 100 })).ShouldBe(
            """{"errors":[{"message":"The operation costs 102; at most 100 is allowed. Ask for shorter lists or fewer fields.","locations":[{"line":1,"column":1}],"extensions":{"code":"TOO_EXPENSIVE"}}],"extensions":{"cost":{"requested":102,"limit":100}}}""");

    [Fact]
    public async Task The_answer_tells_what_was_asked_for_and_allowed() =>
        (await Run.Json(Schema, "{ page { total } }", options: new ExecutionOptions { MaxCost = 2 })).ShouldBe(
            """{"data":{"page":null},"extensions":{"cost":{"requested":2,"limit":2}}}""");

    [Theory]
    [InlineData("{ strict { total } }")]
    [InlineData("{ strict(first: 1, last: 1) { total } }")]
    public async Task A_list_that_must_be_bounded_is_refused_unbounded(string query)
    {
        var result = await Run.Result(Schema, query);

        result.IsRequestError.ShouldBeTrue();
        result.Errors[0].Code.ShouldBe("SLICING_ARGUMENT_REQUIRED");
        result.Errors[0].Message.ShouldBe("The field Query.strict needs exactly one of the arguments first, last.");
    }

    [Fact]
    public async Task A_cost_beyond_counting_is_refused_quickly()
    {
        var nested = string.Concat(Enumerable.Repeat("carts(first: 2147483647) { shop { ", 9)) + "tags" + string.Concat(Enumerable.Repeat(" } }", 9));

        (await Run.Result(Schema, $"{{ shop {{ {nested} }} }}")).Errors[0].Code.ShouldBe("TOO_EXPENSIVE");
    }

    [Theory]
    [InlineData("type Query { a: Int @cost(weight: -1) }", "weight of @cost on Query.a is -1")]
    [InlineData("type Query { a: Int @listSize(assumedSize: 3) }", "@listSize on Query.a needs sizedFields")]
    [InlineData("type Query { a(first: String): [Int] @listSize(slicingArguments: [\"first\"]) }", "The slicing argument \"first\"")]
    [InlineData("type Query { a: B @listSize(sizedFields: [\"c\"]) } type B { c: Int }", "The sized field \"c\"")]
    public void A_cost_that_makes_no_sense_is_a_fault_of_the_schema(string sdl, string fault) =>
        Should.Throw<SchemaException>(() => new SchemaBuilder().Add(CostDirectives.Sdl).Add(sdl).Build()).Message.ShouldContain(fault);
}
