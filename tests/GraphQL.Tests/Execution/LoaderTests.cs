namespace EventCatalog.GraphQL.Tests.Execution;

/// <summary>How often is the store asked: the number of batches depends on the query alone.</summary>
public sealed class LoaderTests
{
    private const string Sdl = "type Query { users: [User!]! user(id: Int!): User slow: User } type User { id: Int! boss: User team: Team fails: User } type Team { id: Int! lead: User }";

    private readonly List<string> batches = [];

    private sealed record User(int Id);

    private sealed record Team(int Id);

    private Schema Schema(bool awaiting)
    {
        var builder = new SchemaBuilder().Add(Sdl)
            .Field<object>("Query.users", (_, _) => Enumerable.Range(10, 4).Select(i => new User(i)))
            .Field<object>("Query.user", (_, c) => c.Load(Users(c), c.Argument<int>("id")))
            .FieldAsync<object>("Query.slow", async (_, c) =>
            {
                for (var i = 0; i < 20; i++)
                    await Task.Yield();
                return await c.Load(Users(c), 11);
            })
            .Field<User>("User.fails", (u, c) => c.Load(c.Loader<int, User>("fails", (_, _) => throw new GraphQLError("no users today", "DOWN")), u.Id));
        if (awaiting)
        {
            return builder
                .FieldAsync<User>("User.boss", async (u, c) => await c.Load(Users(c), u.Id / 2))
                .FieldAsync<User>("User.team", (u, c) => c.Load(Teams(c), u.Id % 2))
                .FieldAsync<Team>("Team.lead", async (t, c) =>
                {
                    var first = await c.Load(Users(c), 100 + t.Id);
                    return await c.Load(Users(c), first!.Id + 1);
                })
                .Build();
        }

        return builder
            .Field<User>("User.boss", (u, c) => c.Load(Users(c), u.Id / 2))
            .Field<User>("User.team", (u, c) => c.Load(Teams(c), u.Id % 2))
            .Field<Team>("Team.lead", (t, c) => c.Load(Users(c), 101 + t.Id))
            .Build();
    }

    private Loader<int, User> Users(FieldContext context) => context.Loader<int, User>("users", async (keys, ct) =>
    {
        // Which keys come together depends on the query alone; in which order, also on who was faster.
        batches.Add("users " + string.Join(' ', keys.Order()));
        await Task.Delay(1, ct);
        return keys.Where(k => k > 0).ToDictionary(k => k, k => new User(k));
    });

    private Loader<int, Team> Teams(FieldContext context) => context.Loader<int, Team>("teams", (keys, _) =>
    {
        batches.Add("teams " + string.Join(' ', keys));
        return ValueTask.FromResult<IReadOnlyDictionary<int, Team>>(keys.ToDictionary(k => k, k => new Team(k)));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_level_is_one_batch_and_no_key_is_asked_twice(bool awaiting)
    {
        var answer = await Run.Json(Schema(awaiting), "{ users { boss { id boss { id } } team { id } } }");

        answer.ShouldContain("""{"boss":{"id":6,"boss":{"id":3}},"team":{"id":1}}""");
        batches.Order(StringComparer.Ordinal).ShouldBe(["teams 0 1", "users 2 3", "users 5 6"]);
    }

    [Fact]
    public async Task A_batch_waits_for_every_field_that_may_still_ask()
    {
        await Run.Json(Schema(awaiting: true), "{ slow { id } a: user(id: 3) { id } b: user(id: 4) { id } c: user(id: 3) { boss { id } } }");

        batches.ShouldBe(["users 3 4 11", "users 1"]);
    }

    [Fact]
    public async Task A_resolver_may_load_twice_in_a_row()
    {
        var answer = await Run.Json(Schema(awaiting: true), "{ users { team { lead { id } } } }");

        answer.ShouldContain("""{"team":{"lead":{"id":101}}},{"team":{"lead":{"id":102}}}""");
        batches.ShouldBe(["teams 0 1", "users 100 101", "users 102"]);
    }

    [Fact]
    public async Task A_key_without_a_value_is_null_and_a_failed_batch_fails_each_field()
    {
        (await Run.Json(Schema(awaiting: false), "{ user(id: 1) { boss { id } } }")).ShouldBe("""{"data":{"user":{"boss":null}}}""");
        var failed = await Run.Result(Schema(awaiting: false), "{ users { fails { id } } }");
        failed.Errors.Select(e => $"{e.Message} {new ResponsePath(e.Path!)} {e.Code}").ShouldBe(
            Enumerable.Range(0, 4).Select(i => $"no users today users[{i}].fails DOWN"));
    }

    [Fact]
    public async Task A_primed_value_is_not_loaded()
    {
        var schema = new SchemaBuilder().Add("type Query { a: Int b: Int }")
            .Field<object>("Query.a", (_, c) =>
            {
                Numbers(c).Prime("x", 5);
                return 1;
            })
            .Field<object>("Query.b", (_, c) => c.Load(Numbers(c), "x"))
            .Build();

        (await Run.Json(schema, "{ a b }")).ShouldBe("""{"data":{"a":1,"b":5}}""");
        batches.ShouldBeEmpty();

        Loader<string, int> Numbers(FieldContext c) => c.Loader<string, int>("numbers", (keys, _) =>
        {
            batches.Add(string.Join(' ', keys));
            return ValueTask.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
        });
    }
}
