using System.Globalization;

namespace EventCatalog.GraphQL.Tests.Execution;

/// <summary>What a root field sets reaches everything below it, and nothing beside it.</summary>
public sealed class ScopeTests
{
    private const string Sdl = """
        type Query { entity(ref: String!, at: String): Entity entities(at: String): [Entity!]! }
        type Entity { name: String! at: String owner: Entity system: Entity }
        """;

    private sealed record At(string Instant);

    private sealed record Thing(string Name);

    private readonly List<string> batches = [];

    private Schema Schema(bool awaiting = false)
    {
        var builder = new SchemaBuilder()
            .Add(Sdl)
            .Field<object>("Query.entity", (_, c) =>
            {
                c.SetScope(new At(c.Argument<string?>("at") ?? "now"));
                return new Thing(c.Argument<string>("ref"));
            })
            .Field<object>("Query.entities", (_, c) =>
            {
                c.SetScope(new At(c.Argument<string?>("at") ?? "now"));
                return new[] { new Thing("a"), new Thing("b"), new Thing("c") };
            })
            .Field<Thing>("Entity.at", (_, c) => c.Scope<At>()?.Instant)
            .Field<Thing>("Entity.system", (t, _) => new Scoped(t, new At("pinned")));
        if (awaiting)
            builder.FieldAsync<Thing>("Entity.owner", async (t, c) => await c.Load(Owners(c), t.Name));
        else
            builder.Field<Thing>("Entity.owner", (t, c) => c.Load(Owners(c), t.Name));
        return builder.Build();
    }

    private Loader<string, Thing> Owners(FieldContext c) => c.Loader<string, Thing>("owners", (keys, _) =>
    {
        var at = c.Get<At>().Instant;
        batches.Add(at + ": " + string.Join(' ', keys));
        return ValueTask.FromResult<IReadOnlyDictionary<string, Thing>>(
            keys.ToDictionary(k => k, k => new Thing(string.Create(CultureInfo.InvariantCulture, $"{k}'s owner {at}"))));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_aliases_look_at_two_instants_in_one_query(bool awaiting)
    {
        var answer = await Run.Json(Schema(awaiting), """
            { then: entities(at: "2020") { name at owner { name at } } now: entities { owner { name owner { name } } } }
            """);

        answer.ShouldContain("""{"name":"b","at":"2020","owner":{"name":"b's owner 2020","at":"2020"}}""");
        answer.ShouldContain("""{"owner":{"name":"c's owner now","owner":{"name":"c's owner now's owner now"}}}""");
        batches.ShouldBe(["2020: a b c", "now: a b c", "now: a's owner now b's owner now c's owner now"], ignoreOrder: false);
    }

    [Fact]
    public async Task A_returned_scope_holds_below_the_field_only()
    {
        var answer = await Run.Json(Schema(), """{ entity(ref: "a", at: "2020") { system { at } at } }""");

        answer.ShouldBe("""{"data":{"entity":{"system":{"at":"pinned"},"at":"2020"}}}""");
    }

    [Fact]
    public async Task Equal_scopes_share_a_batch()
    {
        await Run.Json(Schema(), """{ a: entity(ref: "a", at: "1") { owner { name } } b: entity(ref: "b", at: "1") { owner { name } } }""");

        batches.ShouldBe(["1: a b"]);
    }
}
