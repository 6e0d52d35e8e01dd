using System.Text.Json;

namespace EventCatalog.GraphQL.Tests.Execution;

/// <summary>VariableExamples.json holds variables by type with the errors graphql-js 17.1.0 gave for them.</summary>
public sealed class VariableTests
{
    private static readonly IReadOnlyList<Example> All = Recorded.Read<List<Example>>("Execution", "VariableExamples.json");

    private static readonly string Sdl = Recorded.Read<Rules>("Validation", "RuleExamples.json").Schema;

    public sealed record Rules(string Schema);

    public sealed record Example(string Type, JsonElement Variables, IReadOnlyList<string> Errors);

    public static IEnumerable<TheoryDataRow<int, string>> Variables() =>
        All.Where(e => e.Type is not "Dog").Select(e => new TheoryDataRow<int, string>(All.ToList().IndexOf(e), $"{e.Type} {e.Variables.GetRawText()}"));

    [Theory]
    [MemberData(nameof(Variables))]
    public async Task Variables_are_taken_or_refused_as_the_reference_does(int index, string shown)
    {
        var example = All[index];
        var schema = new SchemaBuilder().Add(Sdl).Add($"extend type Query {{ probe(v: {example.Type}): Int }}").Build();

        var result = await Run.Result(schema, $"query ($v: {example.Type}) {{ probe(v: $v) }}", example.Variables.GetRawText());

        result.Errors.Select(e => e.Message).Order(StringComparer.Ordinal).ShouldBe(example.Errors.Order(StringComparer.Ordinal), shown);
        result.Status.ShouldBe(example.Errors.Count == 0 ? GraphQLResultStatus.Executed : GraphQLResultStatus.RequestNotValid);
    }

    [Theory]
    [InlineData("9007199254740993", "Int64 9007199254740993")]
    [InlineData("1.5", "Double 1.5")]
    public async Task A_scalar_of_the_host_is_given_a_whole_number_as_such(string number, string given)
    {
        var schema = new SchemaBuilder()
            .Add("scalar Position type Query { at(p: Position): String }")
            .Scalar("Position", value => FormattableString.Invariant($"{value!.GetType().Name} {value}"), (json, value) => json.WriteStringValue((string)value))
            .Field<object>("Query.at", (_, c) => c.Argument<string>("p"))
            .Build();

        (await Run.Json(schema, "query ($p: Position) { at(p: $p) }", $$"""{"p":{{number}}}""")).ShouldBe($$$"""{"data":{"at":"{{{given}}}"}}""");
    }

    [Fact]
    public async Task A_variable_left_out_takes_its_default_and_the_place_its_own()
    {
        var schema = new SchemaBuilder()
            .Add("type Query { add(a: Int! = 10, b: Int = 20, c: In = {x: 3}): String } input In { x: Int = 7 y: Int! = 9 }")
            .Field<object>("Query.add", (_, c) => $"{c.Argument<int>("a")} {c.Argument<int?>("b")} {c.Argument<In?>("c")}")
            .Build();

        (await Run.Json(schema, "query ($a: Int, $b: Int = 2, $x: Int) { add(a: $a, b: $b, c: {x: $x}) d: add(b: null) }"))
            .ShouldBe("""{"data":{"add":"10 2 In { X = 7, Y = 9 }","d":"10  In { X = 3, Y = 9 }"}}""");
        (await Run.Json(schema, "query ($b: Int = 2) { add(b: $b) }", """{"b": null}""")).ShouldBe("""{"data":{"add":"10  In { X = 3, Y = 9 }"}}""");
    }

    [Fact]
    public async Task A_null_variable_with_a_default_elsewhere_fails_its_field()
    {
        var schema = new SchemaBuilder().Add("type Query { a(i: Int! = 1): Int b: Int }").Field<object>("Query.a", (_, _) => 1).Field<object>("Query.b", (_, _) => 2).Build();

        (await Run.Json(schema, "query ($i: Int) { a(i: $i) b }", """{"i": null}""")).ShouldBe(
            """{"errors":[{"message":"Argument \"Query.a(i:)\" has invalid value: Expected variable \"$i\" provided to non-null type \"Int!\" not to be null.","locations":[{"line":1,"column":24}],"path":["a"],"extensions":{"code":"BAD_USER_INPUT"}}],"data":{"a":null,"b":2}}""");
    }

    private sealed record In(int? X, int Y);
}
