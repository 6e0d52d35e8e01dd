using System.Net.Http.Headers;

namespace EventCatalog.Api.Tests.GraphQL;

public sealed class CachingTests(SmallServer server) : IClassFixture<SmallServer>
{
    private const string ForEver = "private, max-age=31536000, immutable";

    [Theory]
    [InlineData("{ thing(at: \"@100\") { name } }", "{}")]
    [InlineData("{ a: thing(at: \"@0\") { name } b: thing(at: \"@7\") { thing { name } } __typename }", "{}")]
    [InlineData("query ($at: Instant) { thing(at: $at) { name } }", """{"at":"@100"}""")]
    [InlineData("query ($at: Instant = \"@5\") { thing(at: $at) { name } }", "{}")]
    [InlineData("query { ...F } fragment F on Query { ... on Query { thing(at: \"@5\") { name } } }", "{}")]
    public async Task What_was_read_at_a_reached_position_may_be_kept_for_ever_by_its_caller_alone(string query, string variables) =>
        (await GetAsync(query, variables)).Headers.CacheControl!.ToString().ShouldBe(Parsed(ForEver));

    [Theory]
    [InlineData("{ thing { name } }", "{}")]
    [InlineData("{ thing(at: null) { name } }", "{}")]
    [InlineData("{ thing(at: \"@101\") { name } }", "{}")]
    [InlineData("{ thing(at: \"2026-03-01T03:12:00Z\") { name } }", "{}")]
    [InlineData("{ thing(at: \"@5\") { name } count }", "{}")]
    [InlineData("{ thing(at: \"@5\") { name } ...F } fragment F on Query { thing2: thing { name } }", "{}")]
    [InlineData("{ thing(at: \"@5\") { thing { problems } } }", "{}")]
    [InlineData("{ thing(at: \"@5\") { ...F } } fragment F on Thing { problems }", "{}")]
    [InlineData("query ($at: Instant = \"@5\") { thing(at: $at) { name } }", """{"at":"@101"}""")]
    [InlineData("query ($at: Instant = \"@5\") { thing(at: $at) { name } }", """{"at":null}""")]
    [InlineData("query ($at: Instant) { thing(at: $at) { name } }", "{}")]
    [InlineData("query ($where: Filter) { thing(at: \"@5\", where: $where) { name } }", """{"where":{"hasProblems":true}}""")]
    [InlineData("{ __schema { queryType { name } } }", "{}")]
    [InlineData("{ __typename }", "{}")]
    public async Task What_may_still_change_is_asked_for_again(string query, string variables)
    {
        var answer = await GetAsync(query, variables);
        answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
        answer.Headers.ETag.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_with_an_error_is_not_kept()
    {
        var answer = await GetAsync("{ thing(at: \"@5\") { name broken } }");
        answer.HasErrors.ShouldBeTrue();
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_to_post_is_not_kept() =>
        (await server.PostAsync("""{"query":"{ thing(at: \"@5\") { name } }"}""")).Headers.CacheControl!.NoStore.ShouldBeTrue();

    [Fact]
    public async Task Who_has_these_bytes_is_sent_none()
    {
        var first = await GetAsync("{ hello }");
        var again = await AskAgainAsync("{ hello }", first.Headers.ETag!);
        again.Code.ShouldBe(304);
        again.Text.ShouldBeEmpty();
        again.Headers.ETag.ShouldBe(first.Headers.ETag);
        again.Headers.CacheControl!.NoCache.ShouldBeTrue();
        again.Headers.Vary.ShouldContain("Accept");
    }

    [Fact]
    public async Task Who_has_other_bytes_is_sent_the_new_ones()
    {
        var first = await GetAsync("{ count }");
        await server.PostAsync("""{"query":"mutation { add }"}""");
        var again = await AskAgainAsync("{ count }", first.Headers.ETag!);
        again.Code.ShouldBe(200);
        again.Data.GetProperty("count").GetInt32().ShouldBe(server.Count);
    }

    [Fact]
    public async Task The_two_media_types_have_two_tags() =>
        (await server.GetAsync("application/json", ("query", "{ hello }"))).Headers.ETag
            .ShouldNotBe((await server.GetAsync("application/graphql-response+json", ("query", "{ hello }"))).Headers.ETag);

    private Task<Answer> GetAsync(string query, string variables = "{}") => server.GetAsync(null, ("query", query), ("variables", variables));

    private Task<Answer> AskAgainAsync(string query, EntityTagHeaderValue known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SmallServer.Url(("query", query), ("variables", "{}")));
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\""));
        request.Headers.IfNoneMatch.Add(known);
        return server.SendAsync(request);
    }

    private static string Parsed(string cacheControl) => CacheControlHeaderValue.Parse(cacheControl).ToString();
}
