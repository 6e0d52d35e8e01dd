using System.Text.RegularExpressions;
using EventCatalog.Api.GraphQL;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.Tests.GraphQL;

public sealed class ExplorerTests(SmallServer server) : IClassFixture<SmallServer>
{
    [Theory]
    [InlineData("/graphiql", "text/html; charset=utf-8")]
    [InlineData("/graphiql/explorer.js", "text/javascript; charset=utf-8")]
    [InlineData("/graphiql/explorer.css", "text/css; charset=utf-8")]
    public async Task The_page_and_its_parts_are_served_and_name_no_other_host(string path, string media)
    {
        var answer = await server.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
        answer.Code.ShouldBe(200);
        answer.Media.ShouldBe(media);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        answer.Text.ShouldNotContain("://");
    }

    [Fact]
    public async Task Every_example_is_valid_for_the_catalog_s_schema()
    {
        var script = (await server.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphiql/explorer.js"))).Text;
        var examples = Regex.Matches(script, @"^  \['[^']+', '(?<query>[^']+)'", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        examples.Count.ShouldBe(5);
        var executor = new GraphQLExecutor(CatalogSchema.Build(), new ExecutionOptions());
        foreach (var query in examples.Select(match => match.Groups["query"].Value.Replace("\\n", "\n", StringComparison.Ordinal)))
            executor.FindOperationType(new GraphQLRequest(query)).ShouldNotBeNull(query);
    }
}
