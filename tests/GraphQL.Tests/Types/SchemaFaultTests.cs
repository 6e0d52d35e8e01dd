using System.Text.RegularExpressions;

namespace EventCatalog.GraphQL.Tests.Types;

/// <summary>
/// SchemaFaultExamples.json holds faulty schemas with the faults graphql-js 17.1.0 names. It stops after the first of its two
/// stages, so ours may say more; what it says must be among ours, word for word.
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

        foreach (var error in expected)
            faults.ShouldContain(error);
    }

    [Fact]
    public void Faults_of_all_slices_and_bindings_are_listed_with_their_places()
    {
        var builder = new SchemaBuilder()
            .Add("type Query { a: Missing }")
            .Add("type Query { b: Int }\n  type T { x: { }");

        var faults = Should.Throw<SchemaException>(() => builder.Build()).Faults;

        faults.ShouldContain("Syntax Error: Expected Name, found \"{\". (slice 2, 2:15)");
        faults.ShouldContain("Unknown type \"Missing\". (slice 1, 1:17)");
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

    [GeneratedRegex(@" \((slice \d+, )?\d+:\d+\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
