using System.Text.Json;

namespace EventCatalog.GraphQL.Tests.Introspection;

/// <summary>IntrospectionExample.json holds a schema and what graphql-js 17.1.0 answers to the full introspection query.</summary>
public sealed class IntrospectionTests
{
    private static readonly Example Recording = Recorded.Read<Example>("Introspection", "IntrospectionExample.json");

    public sealed record Example(string Sdl, string Query, JsonElement Schema);

    private static Schema Schema => new SchemaBuilder().Add(Recording.Sdl).Build();

    [Fact]
    public async Task A_schema_says_of_itself_what_the_reference_says_of_it()
    {
        var answer = JsonDocument.Parse(await Run.Json(Schema, Recording.Query)).RootElement;

        answer.TryGetProperty("errors", out _).ShouldBeFalse();
        var actual = answer.GetProperty("data").GetProperty("__schema");
        foreach (var name in new[] { "description", "queryType", "mutationType", "subscriptionType" })
            Text(actual.GetProperty(name)).ShouldBe(Text(Recording.Schema.GetProperty(name)));
        foreach (var list in new[] { "types", "directives" })
        {
            var own = actual.GetProperty(list).EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!, Sorted, StringComparer.Ordinal);
            foreach (var expected in Recording.Schema.GetProperty(list).EnumerateArray())
                own[expected.GetProperty("name").GetString()!].ShouldBe(Sorted(expected));
        }
    }

    [Fact]
    public async Task Built_in_types_and_directives_are_there_too()
    {
        var answer = await Run.Json(Schema, """
            { bool: __type(name: "Boolean") { kind name } self: __type(name: "__TypeKind") { enumValues { name } } none: __type(name: "Nope") { name } __schema { directives { name } } }
            """);

        answer.ShouldContain("\"bool\":{\"kind\":\"SCALAR\",\"name\":\"Boolean\"}");
        answer.ShouldContain("\"NON_NULL\"");
        answer.ShouldContain("\"none\":null");
        answer.ShouldContain("""{"name":"include"},{"name":"skip"},{"name":"deprecated"},{"name":"specifiedBy"},{"name":"oneOf"}""");
    }

    [Fact]
    public async Task Deprecated_parts_show_only_when_asked_for()
    {
        var answer = await Run.Json(Schema, """{ hidden: __type(name: "Dog") { fields { name args { name } } } shown: __type(name: "Size") { enumValues(includeDeprecated: true) { name deprecationReason } } }""");

        answer.ShouldNotContain("gone");
        answer.ShouldNotContain("old");
        answer.ShouldContain("""{"name":"HUGE","deprecationReason":"too big"}""");
    }

    [Fact]
    public void The_printed_schema_builds_the_same_schema()
    {
        var printed = SchemaPrinter.Print(Schema);

        SchemaPrinter.Print(new SchemaBuilder().Add(printed).Build()).ShouldBe(printed);
        printed.ShouldContain("input Pick @oneOf {");
        printed.ShouldContain("HUGE @deprecated(reason: \"too big\")");
        printed.ShouldContain("\"\"\"The root.\"\"\"\nschema {\n  query: Query\n  mutation: Change\n}");
        printed.ShouldContain("name(upper: Boolean = false, old: Int @deprecated(reason: \"no\")): String");
    }

    // The order of interfaces and possible types is not promised, so arrays of named things are compared sorted.
    private static string Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name + ":" + Sorted(p.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Sorted).Order(StringComparer.Ordinal)) + "]",
        _ => element.GetRawText(),
    };

    private static string Text(JsonElement element) => JsonSerializer.Serialize(element);
}
