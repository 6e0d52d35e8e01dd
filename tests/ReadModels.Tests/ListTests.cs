using System.Globalization;
using System.Text.Json;
using Npgsql;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class ListTests : IAsyncLifetime
{
    private Catalog catalog = null!;

    public async ValueTask InitializeAsync()
    {
        catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Group("company", children: ["shop", "stock"]));
        await catalog.SeeAsync(Group("shop", parent: "company"));
        await catalog.SeeAsync(Group("stock", parent: "company"));
        await catalog.SeeAsync(Component("checkout", tags: ["java", "pci"], system: "store", description: "Takes the money"));
        await catalog.SeeAsync(Component("cart", lifecycle: "experimental", tags: ["java"], system: "store", description: "Holds what one wants until the purchase"));
        await catalog.SeeAsync(Component("shelf", owner: "stock", type: "library", description: "Counts parcels"));
        await catalog.SeeAsync(Component("Website", owner: "stock", type: "website", title: "The shop window"));
        await catalog.SeeAsync(SystemOf("store"));
    }

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Theory]
    [InlineData("{ entities { totalCount } }")]
    [InlineData("{ sources { id } }")]
    [InlineData("{ sources { lastCrawl { finishedAt } } }")]
    [InlineData("{ position }")]
    [InlineData("{ events(first: 1) { nodes { type } } }")]
    public async Task A_question_is_answered_though_the_database_ended_its_connection(string question)
    {
        var database = catalog.Query<NpgsqlDataSource>();
        await using var apart = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        for (var again = 0; again < 10; again++)
        {
            await catalog.AskAsync(question);
            await using (var end = apart.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"))
                await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await catalog.AskAsync(question);
        }
    }

    [Theory]
    [InlineData("kind: [\"component\"]", "cart checkout shelf Website")]
    [InlineData("kind: [\"Component\"], type: [\"SERVICE\"]", "cart checkout")]
    [InlineData("lifecycle: [\"experimental\"]", "cart")]
    [InlineData("owner: [\"group:stock\"], kind: [\"Component\"]", "shelf Website")]
    [InlineData("owner: [\"group:company\"], ownerDescendants: true, kind: [\"Component\"]", "cart checkout shelf Website")]
    [InlineData("owner: [\"group:company\"], kind: [\"Component\"]", "")]
    [InlineData("system: [\"system:store\"]", "cart checkout")]
    [InlineData("tags: [\"pci\"]", "checkout")]
    [InlineData("tags: [\"JAVA\"]", "cart checkout")]
    [InlineData("paths: [{path: \"metadata.tags.pci\"}]", "checkout")]
    [InlineData("paths: [{path: \"spec.type\", values: [\"library\", \"website\"]}]", "shelf Website")]
    [InlineData("paths: [{path: \"relations.partOf\", values: [\"system:default/store\"]}]", "cart checkout")]
    [InlineData("kind: [\"Component\"], not: {tags: [\"java\"]}", "shelf Website")]
    [InlineData("any: [{tags: [\"pci\"]}, {type: [\"library\"]}]", "checkout shelf")]
    [InlineData("refs: [\"component:website\"]", "Website")]
    [InlineData("any: []", "")]
    public async Task A_filter_keeps_what_it_says(string where, string expected)
    {
        var answer = await catalog.AskAsync($"{{ entities(where: {{{where}}}) {{ totalCount nodes {{ name }} }} }}");

        Names(answer).ShouldBe(expected);
        answer.GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("purchase", "cart")]
    [InlineData("check", "checkout")]
    [InlineData("chekout", "checkout")]
    [InlineData("purhcase", "cart")]
    [InlineData("window", "Website")]
    [InlineData("shop window", "Website")]
    [InlineData("pci", "checkout")]
    [InlineData("100%_\\", "")]
    [InlineData("xyzzy", "")]
    public async Task Search_finds_words_their_beginnings_and_near_misses_best_first(string text, string first)
    {
        var answer = await catalog.AskAsync("query($text: String!) { entities(search: $text) { nodes { name } } }", new { text });

        Names(answer).Split(' ')[0].ShouldBe(first);
    }

    [Fact]
    public async Task Search_puts_the_name_before_the_description()
    {
        await catalog.SeeAsync(Component("ledger", description: "Books every checkout"));

        Names(await catalog.AskAsync("""{ entities(search: "checkout") { nodes { name } } }""")).ShouldStartWith("checkout ledger");
    }

    [Theory]
    [InlineData("ASC")]
    [InlineData("DESC")]
    public async Task Pages_in_both_directions_cover_the_list_once(string direction)
    {
        var order = $"orderBy: [{{path: \"spec.lifecycle\", direction: {direction}}}, {{path: \"metadata.name\", direction: ASC}}]";
        var whole = Names(await catalog.AskAsync($"{{ entities({order}) {{ nodes {{ name }} }} }}"));
        whole.Split(' ').Length.ShouldBe(8);

        Names([.. await PagesAsync(order, "first", "after", "hasNextPage", "endCursor")]).ShouldBe(whole);
        var backwards = await PagesAsync(order, "last", "before", "hasPreviousPage", "startCursor");
        backwards.Reverse();
        Names([.. backwards]).ShouldBe(whole);
    }

    [Fact]
    public async Task Entities_without_the_value_come_last_in_either_direction()
    {
        foreach (var direction in new[] { "ASC", "DESC" })
        {
            var answer = await catalog.AskAsync($"{{ entities(orderBy: [{{path: \"spec.lifecycle\", direction: {direction}}}]) {{ nodes {{ kind }} }} }}");
            answer.GetProperty("entities").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("kind").GetString()).Take(4)
                .ShouldAllBe(kind => kind == "Component");
        }
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        var cursor = (await catalog.AskAsync("{ entities(first: 1) { pageInfo { endCursor } } }"))
            .GetProperty("entities").GetProperty("pageInfo").GetProperty("endCursor").GetString();

        var answer = await catalog.AnswerAsync(
            "query($after: String) { entities(after: $after, orderBy: [{path: \"kind\", direction: ASC}]) { nodes { name } } }", new { after = cursor });

        answer.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("another list or order");
    }

    [Fact]
    public async Task Facets_count_each_value()
    {
        var answer = await catalog.AskAsync(
            """{ facets(paths: ["kind", "spec.type", "metadata.tags", "relations.ownedBy"], where: {kind: ["Component"]}) { path values { value count } } }""");

        Values(answer, 0).ShouldBe("Component=4");
        Values(answer, 1).ShouldBe("service=2 library=1 website=1");
        Values(answer, 2).ShouldBe("java=2 pci=1");
        Values(answer, 3).ShouldBe("group:default/shop=2 group:default/stock=2");
    }

    [Fact]
    public async Task What_refers_in_vain_has_a_problem()
    {
        await catalog.SeeAsync(Component("lost", owner: "nobody", dependsOn: ["component:gone"]));

        var answer = await catalog.AskAsync("""{ entities(where: {hasProblems: true}) { nodes { name problems { severity rule message } } } }""");

        Names(answer).ShouldBe("lost");
        var problems = answer.GetProperty("entities").GetProperty("nodes")[0].GetProperty("problems");
        problems.EnumerateArray().Select(problem => $"{problem.GetProperty("severity").GetString()} {problem.GetProperty("rule").GetString()}")
            .ShouldBe(["WARNING owner-exists", "WARNING target-exists"]);
        problems[0].GetProperty("message").GetString()!.ShouldContain("group:default/nobody");
    }

    [Fact]
    public async Task A_page_with_everything_of_every_entity_needs_few_connections()
    {
        for (var number = 0; number < 150; number++)
            await catalog.SeeAsync(Component($"many-{number}", owner: "nobody"));

        // The test database gives twenty connections; one for each entity would run out.
        var answer = await catalog.AskAsync(
            "{ entities(first: 150) { nodes { problems { message } relations { nodes { target { ref } } } owner { ref } spec ownershipTimeline { from cause { actor } } } } }");

        answer.GetProperty("entities").GetProperty("nodes").GetArrayLength().ShouldBe(150);
    }

    private async Task<List<string>> PagesAsync(string order, string size, string cursorName, string more, string next)
    {
        var pages = new List<string>();
        string? cursor = null;
        while (true)
        {
            var page = (await catalog.AskAsync(
                $"query($c: String) {{ entities({order}, {size}: 3, {cursorName}: $c) {{ nodes {{ name }} pageInfo {{ {more} {next} }} }} }}", new { c = cursor })).GetProperty("entities");
            pages.Add(string.Join(' ', page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString())));
            if (!page.GetProperty("pageInfo").GetProperty(more).GetBoolean())
                return pages;
            cursor = page.GetProperty("pageInfo").GetProperty(next).GetString();
        }
    }

    private static string Names(string[] pages) => string.Join(' ', pages);

    private static string Names(JsonElement answer) =>
        string.Join(' ', answer.GetProperty("entities").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));

    private static string Values(JsonElement answer, int index) => string.Join(' ', answer.GetProperty("facets")[index].GetProperty("values").EnumerateArray()
        .Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.GetProperty("value").GetString()}={value.GetProperty("count").GetInt32()}")));
}
