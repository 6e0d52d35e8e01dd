using System.Text.RegularExpressions;

namespace EventCatalog.GraphQL.Tests.Types;

/// <summary>
/// SchemaFaultExamples.json holds faulty schemas with the faults graphql-js 17.1.0 names, word for word. Thousands more are compared in
/// tests/GraphQL.Conformance.
/// </summary>
public sealed partial class SchemaFaultTests
{
    private static readonly IReadOnlyList<Example> All = Recorded.Read<List<Example>>("Types", "SchemaFaultExamples.json");

    public sealed record Example(string Sdl, IReadOnlyList<string> Errors);

    public static IEnumerable<TheoryDataRow<string>> Sdl() => All.Select(e => new TheoryDataRow<string>(e.Sdl));

    [Theory]
    [MemberData(nameof(Sdl))]
    public void A_faulty_schema_is_refused_with_every_fault_the_reference_names(string sdl)
    {
        var expected = All.First(e => string.Equals(e.Sdl, sdl, StringComparison.Ordinal)).Errors;
        var builder = new SchemaBuilder().Add(sdl);
        if (expected.Count == 0)
        {
            builder.Build().ShouldNotBeNull();
            return;
        }

        var faults = Should.Throw<SchemaException>(() => builder.Build()).Faults.Select(f => Place().Replace(f, "")).ToList();

        faults.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Faults_of_all_slices_are_listed_with_their_places()
    {
        Faults("type Query { a: Missing }", "type Query { b: Int }\n  type T { x: { }").ShouldBe(["Syntax Error: Expected Name, found \"{\". (slice 2, 2:15)"]);
        Faults("type Query { a: Missing }", "type Query { b: Int }\n  type T { x: { }", "{").ShouldBe(
            ["Syntax Error: Expected Name, found \"{\". (slice 2, 2:15)", "Syntax Error: Expected Name, found <EOF>. (slice 3, 1:2)"]);
        Faults("type Query { a: Missing }", "type Query { b: Int }").ShouldBe(
            ["Unknown type \"Missing\". (slice 1, 1:17)", "There can be only one type named \"Query\". (slice 2, 1:6)"]);
    }

    /// <summary>Where the specification says more than graphql-js looks at; the sentences are in tests/GraphQL.Conformance/DECISIONS.md.</summary>
    [Theory]
    [InlineData("scalar Int", "There can be only one type named \"Int\". (2:8)")]
    [InlineData("type __Field { a: Int }", "There can be only one type named \"__Field\". (2:6)")]
    [InlineData("{ a }", "A schema cannot hold operations or fragments. (2:1)")]
    [InlineData("directive @d(a: Int @d) on ARGUMENT_DEFINITION", "Directive @d must not reference itself.")]
    [InlineData("directive @d(a: I) on ENUM_VALUE input I { e: E } enum E { V @d }", "Directive @d must not reference itself through: I, E.")]
    [InlineData("input O { a: Int } extend input O @oneOf", "Directive \"@oneOf\" may not be added to \"O\" by an extension. (2:35)")]
    [InlineData("directive @d(a: [Int!]) on SCALAR scalar S @d(a: [1, \"x\"])", "Argument \"@d(a:)\" has invalid value at [1]: Int cannot represent non-integer value: \"x\" (2:54)")]
    public void What_the_specification_forbids_is_refused(string sdl, string fault) =>
        Faults("type Query { a: Int }\n" + sdl).ShouldBe([fault]);

    [Fact]
    public void A_directive_every_schema_has_may_be_defined_again()
    {
        var schema = new SchemaBuilder()
            .Add("directive @deprecated(reason: String = \"gone\", since: Int) on FIELD_DEFINITION type Query { a: Int @deprecated(since: 2) }")
            .Build();

        schema.FindDirective("deprecated")!.Arguments.Keys.ShouldBe(["reason", "since"]);
        SchemaPrinter.Print(schema).ShouldBe("type Query {\n  a: Int @deprecated\n}\n");
    }

    [Fact]
    public void Bindings_that_fit_nothing_are_faults()
    {
        var builder = new SchemaBuilder()
            .Add("type Query { name: String }")
            .Field<object>("Query.nam", (_, _) => null)
            .Field<object>("Query.name", (_, _) => null)
            .Field<object>("Query.name", (_, _) => null)
            .ResolveType<object>("Query", _ => "Query");

        Should.Throw<SchemaException>(() => builder.Build()).Faults.ShouldBe(
        [
            "A resolver is bound to \"Query.nam\" but the SDL has no such field. Did you mean \"Query.name\"?",
            "Two resolvers are bound to \"Query.name\".",
            "ResolveType is bound to \"Query\" but the SDL has no such interface or union.",
        ]);
    }

    [Fact]
    public void Slices_may_extend_a_root_nobody_defined()
    {
        var schema = new SchemaBuilder().Add("extend type Query { a: Int }").Add("extend type Query { b: T } extend type T { y: Int }").Add("type T { x: Int }").Build();

        SchemaPrinter.Print(schema).ShouldBe("type Query {\n  a: Int\n  b: T\n}\n\ntype T {\n  x: Int\n  y: Int\n}\n");
    }

    private static IReadOnlyList<string> Faults(params string[] slices) =>
        Should.Throw<SchemaException>(() => slices.Aggregate(new SchemaBuilder(), (builder, slice) => builder.Add(slice)).Build()).Faults;

    [GeneratedRegex(@" \((slice \d+, )?\d+:\d+\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
