using System.Text.Json;

namespace EventCatalog.GraphQL.Tests.Execution;

public sealed class ExecutionTests
{
    private const string Sdl = """
        interface Pet { name: String! friend: Pet }
        type Dog implements Pet { name: String! friend: Pet barks: Boolean }
        type Cat implements Pet { name: String! friend: Pet lives: Int }
        union Any = Dog | Cat
        enum Color { RED DARK_BLUE }
        scalar Stamp
        scalar Json
        type Query { pet(kind: String): Pet pets: [Pet!]! any: Any color(is: Color, all: [Color!]): Color stamp(at: Stamp): Stamp json(of: Json): Json record: Row map: Row }
        type Row { id: ID! name: String count: Int ratio: Float on: Boolean color: Color tags: [String!] }
        type Mutation { add(n: Int!): Int! fail: Int }
        """;

    public enum Color
    {
        Red,
        DarkBlue,
    }

    public sealed record Dog(string Name, bool Barks = true, object? Friend = null);

    public sealed record Cat(string Name, int Lives = 9, object? Friend = null);

    public sealed record Row(Guid Id, string Name, long Count, double Ratio, bool On, Color Color, IReadOnlyList<string> Tags);

    private readonly List<int> added = [];

    private SchemaBuilder Builder() => new SchemaBuilder()
        .Add(Sdl)
        .Field<object>("Query.pet", (_, c) => c.Argument<string?>("kind") is "cat" ? new Cat("Tom") : new Dog("Rex", Friend: new Cat("Tom")))
        .Field<object>("Query.pets", (_, _) => new object[] { new Dog("Rex"), new Cat("Tom") })
        .Field<object>("Query.any", (_, _) => new Dictionary<string, object?> { ["__typename"] = "Cat", ["lives"] = 7 })
        .Field<object>("Query.color", (_, c) => c.TryArgument<IReadOnlyList<Color>>("all", out var all) ? all[^1] : c.Argument<Color?>("is"))
        .Field<object>("Query.stamp", (_, c) => c.Argument<DateTimeOffset?>("at"))
        .Field<object>("Query.json", (_, c) => c.Argument<object?>("of"))
        .Field<object>("Query.record", (_, _) => new Row(Guid.Empty, "n", 7, 0.5, On: true, Color.DarkBlue, ["a", "b"]))
        .Field<object>("Query.map", (_, _) => JsonDocument.Parse("""{"id": 5, "name": null, "count": 3, "color": "RED", "tags": ["x"]}""").RootElement)
        .FieldAsync<object>("Mutation.add", async (_, c) =>
        {
            await Task.Yield();
            added.Add(c.Argument<int>("n"));
            return added.Count;
        })
        .Field<object>("Mutation.fail", (_, _) => throw new GraphQLError("no", "REFUSED", new Dictionary<string, object?> { ["why"] = "because" }))
        .Scalar(
            "Stamp",
            value => value is string text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : throw new GraphQLError($"Not a time: {value}."),
            (writer, value) => writer.WriteStringValue(((DateTimeOffset)value).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task Fields_merge_and_keep_the_order_of_the_document() =>
        (await Run.Json(Builder().Build(), """
            { pet { friend { name } ...F name } p2: pet(kind: "cat") { __typename } pet { friend { x: name } ... on Cat { lives } } }
            fragment F on Pet { name ... on Dog { barks } }
            """)).ShouldBe("""{"data":{"pet":{"friend":{"name":"Tom","x":"Tom"},"name":"Rex","barks":true},"p2":{"__typename":"Cat"}}}""");

    [Fact]
    public async Task Abstract_values_find_their_type() =>
        (await Run.Json(Builder().Build(), "{ pets { __typename ... on Dog { barks } ... on Cat { lives } } any { ... on Cat { lives } ... on Dog { barks } } }"))
            .ShouldBe("""{"data":{"pets":[{"__typename":"Dog","barks":true},{"__typename":"Cat","lives":9}],"any":{"lives":7}}}""");

    [Fact]
    public async Task A_type_that_is_not_possible_is_an_error_of_its_field()
    {
        var schema = Builder().ResolveType<object>("Pet", value => value is Dog ? "Row" : "Nothing").Build();

        (await Run.Result(schema, "{ pet { name } c: pet(kind: \"cat\") { name } }")).Errors.Select(e => e.Message).ShouldBe(
            ["Runtime Object type \"Row\" is not a possible type for \"Pet\".", "Abstract type \"Pet\" was resolved to a type \"Nothing\" that does not exist inside the schema."]);
    }

    [Fact]
    public async Task Skip_and_include_decide_by_variables_each_time_anew()
    {
        var executor = new GraphQLExecutor(Builder().Build(), new ExecutionOptions { TellsCost = false });
        const string query = "query ($s: Boolean!, $i: Boolean = true) { pet { a: name @skip(if: $s) b: name @include(if: $i) ... @include(if: $s) { c: name } } }";

        async Task<string> With(string variables) =>
            Run.Text(await executor.ExecuteAsync(Run.Request(query, variables), NoServices.Instance, TestContext.Current.CancellationToken));

        (await With("""{"s": true}""")).ShouldBe("""{"data":{"pet":{"b":"Rex","c":"Rex"}}}""");
        (await With("""{"s": false, "i": false}""")).ShouldBe("""{"data":{"pet":{"a":"Rex"}}}""");
        (await With("""{"s": true, "i": false}""")).ShouldBe("""{"data":{"pet":{"c":"Rex"}}}""");
        executor.CachedDocuments.ShouldBe(1);
    }

    [Fact]
    public async Task Enums_go_both_ways_as_CLR_enums() =>
        (await Run.Json(Builder().Build(), "{ a: color(is: DARK_BLUE) b: color(all: [RED, DARK_BLUE, RED]) c: color }"))
            .ShouldBe("""{"data":{"a":"DARK_BLUE","b":"RED","c":null}}""");

    [Fact]
    public async Task Own_scalars_are_parsed_and_written()
    {
        (await Run.Json(Builder().Build(), """{ stamp(at: "2026-03-01T03:12:00Z") json(of: {a: [1, 2.5, X, null, true], b: "c"}) }"""))
            .ShouldBe("""{"data":{"stamp":"2026-03-01","json":{"a":[1,2.5,"X",null,true],"b":"c"}}}""");
        (await Run.Result(Builder().Build(), """{ stamp(at: "soon") }""")).Errors[0].Message.ShouldBe("Not a time: soon.");
    }

    [Theory]
    [InlineData("1e309")]
    [InlineData("[{a: -1e400}]")]
    public async Task A_number_no_double_can_hold_is_refused_by_a_scalar_that_takes_any(string literal)
    {
        var result = await Run.Result(Builder().Build(), $"{{ json(of: {literal}) }}");

        result.IsRequestError.ShouldBeTrue();
        result.Errors.ShouldHaveSingleItem().Message.ShouldContain("too large");
    }

    [Fact]
    public async Task Unbound_fields_read_properties_and_JSON_entries() =>
        (await Run.Json(Builder().Build(), "{ record { id name count ratio on color tags } map { id name count color tags on } }"))
            .ShouldBe("""{"data":{"record":{"id":"00000000-0000-0000-0000-000000000000","name":"n","count":7,"ratio":0.5,"on":true,"color":"DARK_BLUE","tags":["a","b"]},"map":{"id":"5","name":null,"count":3,"color":"RED","tags":["x"],"on":null}}}""");

    [Fact]
    public async Task Mutation_roots_run_one_after_the_other()
    {
        (await Run.Json(Builder().Build(), "mutation { a: add(n: 3) fail b: add(n: 1) c: add(n: 2) }")).ShouldBe(
            """{"errors":[{"message":"no","locations":[{"line":1,"column":25}],"path":["fail"],"extensions":{"code":"REFUSED","why":"because"}}],"data":{"a":1,"fail":null,"b":2,"c":3}}""");
        added.ShouldBe([3, 1, 2]);
    }

    [Fact]
    public async Task An_unexpected_exception_is_hidden_behind_an_id()
    {
        var heard = new List<(Exception Error, string Id)>();
        var schema = new SchemaBuilder().Add("type Query { a: Int }").Field<object>("Query.a", (_, _) => throw new InvalidOperationException("secret")).Build();

        var result = await Run.Result(schema, "{ a }", options: new ExecutionOptions { OnError = (error, id) => heard.Add((error, id)) });

        Run.Text(result).ShouldNotContain("secret");
        result.Errors[0].Message.ShouldBe("Internal error");
        result.Errors[0].Code.ShouldBe("INTERNAL");
        heard.ShouldHaveSingleItem().Error.Message.ShouldBe("secret");
        Run.Text(result).ShouldContain(heard[0].Id);
    }

    [Fact]
    public async Task An_exception_that_is_no_bug_is_explained_at_its_place()
    {
        var heard = new List<Exception>();
        var schema = new SchemaBuilder().Add("type Query { a: Int b: Int }").Field<object>("Query.a", (_, _) => throw new TimeoutException("secret")).Field<object>("Query.b", (_, _) => 1).Build();

        (await Run.Json(schema, "{ a b }", options: new ExecutionOptions
        {
            TellsCost = false,
            Explain = error => error is TimeoutException ? new GraphQLError("Ask again.", "LATER") : null,
            OnError = (error, _) => heard.Add(error),
        })).ShouldBe("""{"errors":[{"message":"Ask again.","locations":[{"line":1,"column":3}],"path":["a"],"extensions":{"code":"LATER"}}],"data":{"a":null,"b":1}}""");
        heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_binding_on_an_interface_answers_for_objects_without_their_own()
    {
        var schema = Builder()
            .Field<object>("Pet.name", (_, c) => $"pet at {c.Path}")
            .Field<Cat>("Cat.name", (cat, c) => $"cat {cat.Name} {c.FieldName}")
            .Build();

        (await Run.Json(schema, "{ pets { n: name } }")).ShouldBe("""{"data":{"pets":[{"n":"pet at pets[0].n"},{"n":"cat Tom name"}]}}""");
    }

    [Fact]
    public async Task A_resolver_sees_what_is_selected_below_it()
    {
        var schema = new SchemaBuilder()
            .Add("type Query { t: T } type T { x: String y: String }")
            .Field<object>("Query.t", (_, c) => new Dictionary<string, object?> { ["x"] = $"{c.Selects("x")} {c.Selects("y")}" })
            .Build();

        (await Run.Json(schema, "query ($no: Boolean = false) { t { ...F y @include(if: $no) } } fragment F on T { ... { x } }")).ShouldBe("""{"data":{"t":{"x":"True False"}}}""");
    }

    [Theory]
    [InlineData("query A { pet { name } } query B { any { __typename } }", null, "Must provide operation name if query contains multiple operations.")]
    [InlineData("query A { pet { name } }", "C", "Unknown operation named \"C\".")]
    [InlineData("fragment F on Dog { name }", null, "Fragment \"F\" is never used.")]
    [InlineData("", null, "Must provide a document in \"query\".")]
    [InlineData("{", null, "Syntax Error: Expected Name, found <EOF>.")]
    public async Task A_request_error_has_no_data_entry(string query, string? name, string message)
    {
        var result = await Run.Result(Builder().Build(), query, operationName: name);

        result.IsRequestError.ShouldBeTrue();
        result.Errors[0].Message.ShouldBe(message);
        Run.Text(result).ShouldNotContain("\"data\"");
    }

    [Fact]
    public async Task The_named_operation_runs() =>
        (await Run.Json(Builder().Build(), "query A { pet { name } } query B { any { __typename } }", operationName: "B")).ShouldBe("""{"data":{"any":{"__typename":"Cat"}}}""");

    [Fact]
    public void The_kind_of_operation_is_known_before_it_runs()
    {
        var executor = new GraphQLExecutor(Builder().Build(), new ExecutionOptions());

        executor.FindOperationType(Run.Request("mutation { add(n: 1) }")).ShouldBe(GraphQL.Language.OperationType.Mutation);
        executor.FindOperationType(Run.Request("{ nope }")).ShouldBeNull();
        added.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_parses_and_is_refused_by_the_single_response_executor()
    {
        var schema = new SchemaBuilder().Add("type Query { a: Int } type Subscription { s: Int }").Build();

        (await Run.Result(schema, "subscription { s }")).Errors.ShouldHaveSingleItem().Code.ShouldBe("SUBSCRIPTION_NOT_SUPPORTED");
    }
}
