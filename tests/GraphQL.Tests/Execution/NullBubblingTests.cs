namespace EventCatalog.GraphQL.Tests.Execution;

/// <summary>An error becomes null at the nearest position that may be null, and one error stands for one position.</summary>
public sealed class NullBubblingTests
{
    private const string Sdl = """
        type Query { a: Node must: Node! list: [Int] hard: [Int!] harder: [Int!]! rows: [Node] allRows: [Node!]! }
        type Node { ok: Int bad: Int badMust: Int! nullMust: Int! later: Int! self: Node selfMust: Node! }
        """;

    private static readonly object It = new();

    private static Schema Schema(bool isAsync)
    {
        var builder = new SchemaBuilder().Add(Sdl);
        Add("Query.a", () => It);
        Add("Query.must", () => It);
        Add("Query.list", () => new object?[] { 1, null, "x", 4 });
        Add("Query.hard", () => new object?[] { 1, null, 3 });
        Add("Query.harder", () => new object?[] { 1, null, 3 });
        Add("Query.rows", () => new[] { It, null, It });
        Add("Query.allRows", () => new[] { It, It });
        Add("Node.ok", () => 1);
        Add("Node.bad", () => throw new GraphQLError("bad", "BAD"));
        Add("Node.badMust", () => throw new GraphQLError("badMust", "BAD"));
        Add("Node.nullMust", () => null);
        Add("Node.self", () => It);
        Add("Node.selfMust", () => It);
        builder.FieldAsync<object>("Node.later", async (_, c) =>
        {
            await Task.Yield();
            throw new GraphQLError("later", "BAD");
        });
        return builder.Build();

        void Add(string coordinate, Func<object?> answer)
        {
            if (isAsync)
            {
                builder.FieldAsync<object>(coordinate, async (_, _) =>
                {
                    await Task.Yield();
                    return answer();
                });
            }
            else
            {
                builder.Field<object>(coordinate, (_, _) => answer());
            }
        }
    }

    [Theory]
    [InlineData("{ a { ok bad } }", """{"a":{"ok":1,"bad":null}}""", "bad@a.bad")]
    [InlineData("{ a { ok badMust } }", """{"a":null}""", "badMust@a.badMust")]
    [InlineData("{ a { self { badMust } ok } }", """{"a":{"self":null,"ok":1}}""", "badMust@a.self.badMust")]
    [InlineData("{ a { selfMust { selfMust { badMust } } } }", """{"a":null}""", "badMust@a.selfMust.selfMust.badMust")]
    [InlineData("{ must { ok badMust } }", "null", "badMust@must.badMust")]
    [InlineData("{ must { later } }", "null", "later@must.later")]
    [InlineData("{ a { nullMust } }", """{"a":null}""", "Cannot return null for non-nullable field Node.nullMust.@a.nullMust")]
    [InlineData("{ list }", """{"list":[1,null,null,4]}""", "Int cannot represent non-integer value: \"x\"@list[2]")]
    [InlineData("{ hard }", """{"hard":null}""", "Cannot return null for non-nullable field Query.hard.@hard[1]")]
    [InlineData("{ harder a { ok } }", "null", "Cannot return null for non-nullable field Query.harder.@harder[1]")]
    [InlineData("{ rows { ok } }", """{"rows":[{"ok":1},null,{"ok":1}]}""", null)]
    [InlineData("{ rows { badMust } }", """{"rows":[null,null,null]}""", "badMust@rows[0].badMust|badMust@rows[2].badMust")]
    [InlineData("{ allRows { bad } }", """{"allRows":[{"bad":null},{"bad":null}]}""", "bad@allRows[0].bad|bad@allRows[1].bad")]
    [InlineData("{ x: a { y: badMust } }", """{"x":null}""", "badMust@x.y")]
    public async Task An_error_rises_to_the_nearest_nullable_position(string query, string data, string? errors)
    {
        foreach (var isAsync in new[] { false, true })
        {
            var result = await Run.Result(Schema(isAsync), query);

            Run.Text(result).ShouldEndWith("\"data\":" + data + "}");
            result.Errors.Select(e => $"{e.Message}@{new ResponsePath(e.Path!)}").Order(StringComparer.Ordinal).ShouldBe(errors?.Split('|') ?? []);
        }
    }

    [Theory]
    [InlineData("{ allRows { badMust } }")]
    [InlineData("{ must { later badMust nullMust } }")]
    [InlineData("{ a { later badMust nullMust a: badMust b: later } }")]
    public async Task One_nulled_position_has_one_error(string query)
    {
        foreach (var isAsync in new[] { false, true })
            (await Run.Result(Schema(isAsync), query)).Errors.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Errors_come_first_and_say_where() =>
        (await Run.Json(Schema(isAsync: false), "{\n  a {\n    x: bad\n  }\n}")).ShouldBe(
            """{"errors":[{"message":"bad","locations":[{"line":3,"column":5}],"path":["a","x"],"extensions":{"code":"BAD"}}],"data":{"a":{"x":null}}}""");
}
