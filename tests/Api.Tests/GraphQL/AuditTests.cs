namespace EventCatalog.Api.Tests.GraphQL;

/// <summary>
/// The 61 checks of graphql-http's server audit (1.23.1), by their ids, so that they hold without Node.
/// Source: https://github.com/graphql/graphql-http/blob/v1.23.1/src/audits/server.ts
/// </summary>
public sealed class AuditTests(SmallServer server) : IClassFixture<SmallServer>
{
    private const string GraphQL = "application/graphql-response+json";
    private const string Json = "application/json";
    private const string Ask = """{"query":"{ __typename }"}""";
    private const string Unknown = """{"query":"{ 8f31403dfe404bccbb0e835f2629c6a7 }"}""";
    private const string NotCoercible = """{"query":"query CoerceFailure($id: ID!){ __typename }","variables":{"id":null}}""";
    private const string Named = """{"query":"query Query { __typename }","operationName":"Query"}""";
    private const string TypeQuery = "query Type($name: String!) { __type(name: $name) { name } }";
    private const string WithMap = $$$"""{"query":"{{{TypeQuery}}}","variables":{"name":"sometype"}}""";
    private const string WithExtensions = """{"query":"{ __typename }","extensions":{"some":"value"}}""";

    [Theory]
    [InlineData("22EB", GraphQL, GraphQL)]
    [InlineData("4655", Json, Json)]
    [InlineData("47DE", "*/*", Json)]
    [InlineData("80D8", null, Json)]
    [InlineData("82A3", null, Json)]
    public async Task The_answer_has_the_media_type_asked_for_in_utf8(string check, string? accept, string media)
    {
        var answer = await server.PostAsync(Ask, accept);
        answer.Code.ShouldBe(200, check);
        answer.Media.ShouldBe($"{media}; charset=utf-8", check);
        answer.Data.GetProperty("__typename").GetString().ShouldBe("Query", check);
    }

    [Theory]
    [InlineData("BF61", """{"query":"{ __type(name: \"Run🏃Swim🏊\") { name } }"}""", null, "application/json; charset=utf-8")]
    [InlineData("78D5", Ask, null, Json)]
    [InlineData("2C94", Ask, null, Json)]
    [InlineData("03D4", Ask, null, Json)]
    [InlineData("34A2", Ask, GraphQL, Json)]
    [InlineData("13EE", Ask, Json, Json)]
    [InlineData("8161", Named, GraphQL, Json)]
    [InlineData("B8B3", Named, Json, Json)]
    [InlineData("94B0", """{"query":"{ __typename }","variables":null}""", GraphQL, Json)]
    [InlineData("0220", """{"query":"{ __typename }","variables":null}""", Json, Json)]
    [InlineData("94B1", """{"query":"{ __typename }","operationName":null}""", GraphQL, Json)]
    [InlineData("0221", """{"query":"{ __typename }","operationName":null}""", Json, Json)]
    [InlineData("94B2", """{"query":"{ __typename }","extensions":null}""", GraphQL, Json)]
    [InlineData("0222", """{"query":"{ __typename }","extensions":null}""", Json, Json)]
    [InlineData("2EA1", WithMap, GraphQL, Json)]
    [InlineData("28B9", WithMap, Json, Json)]
    [InlineData("428F", WithExtensions, GraphQL, Json)]
    [InlineData("1B7A", WithExtensions, Json, Json)]
    public async Task A_well_formed_post_is_answered(string check, string body, string? accept, string contentType)
    {
        var answer = await server.PostAsync(body, accept, contentType);
        answer.Code.ShouldBe(200, check);
        answer.HasErrors.ShouldBeFalse(check);
    }

    [Theory]
    [InlineData("5A70", "{ __typename }", null, null)]
    [InlineData("D6D5", TypeQuery, """{"name":"sometype"}""", GraphQL)]
    [InlineData("6A70", TypeQuery, """{"name":"sometype"}""", Json)]
    public async Task A_query_by_get_is_answered(string check, string query, string? variables, string? accept)
    {
        var answer = variables is null
            ? await server.GetAsync(accept, ("query", query))
            : await server.GetAsync(accept, ("query", query), ("variables", variables));
        answer.Code.ShouldBe(200, check);
        answer.HasErrors.ShouldBeFalse(check);
    }

    [Fact]
    public async Task A_mutation_by_get_is_refused_9C48()
    {
        var answer = await server.GetAsync(GraphQL, ("query", "mutation { __typename }"));
        answer.Code.ShouldBe(405);
        answer.Content.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task A_post_without_content_type_is_refused_9ABE() =>
        (await server.PostAsync(Ask, contentType: null)).Code.ShouldBe(415);

    [Theory]
    [InlineData("A5BF", "", null)]
    [InlineData("423L", """{"notquery":"{ __typename }"}""", GraphQL)]
    [InlineData("LKJ0", """{"query":{"obj":"ect"}}""", null)]
    [InlineData("LKJ1", """{"query":0}""", null)]
    [InlineData("LKJ2", """{"query":false}""", null)]
    [InlineData("LKJ3", """{"query":["array"]}""", null)]
    [InlineData("6C00", """{"query":"{ __typename }","operationName":{"obj":"ect"}}""", null)]
    [InlineData("6C01", """{"query":"{ __typename }","operationName":0}""", null)]
    [InlineData("6C02", """{"query":"{ __typename }","operationName":false}""", null)]
    [InlineData("6C03", """{"query":"{ __typename }","operationName":["array"]}""", null)]
    [InlineData("4760", """{"query":"{ __typename }","variables":"string"}""", null)]
    [InlineData("4761", """{"query":"{ __typename }","variables":0}""", null)]
    [InlineData("4762", """{"query":"{ __typename }","variables":false}""", null)]
    [InlineData("4763", """{"query":"{ __typename }","variables":["array"]}""", null)]
    [InlineData("58B0", """{"query":"{ __typename }","extensions":"string"}""", null)]
    [InlineData("58B1", """{"query":"{ __typename }","extensions":0}""", null)]
    [InlineData("58B2", """{"query":"{ __typename }","extensions":false}""", null)]
    [InlineData("58B3", """{"query":"{ __typename }","extensions":["array"]}""", null)]
    [InlineData("B6DC", "{ \"not a JSON", Json)]
    [InlineData("BCF8", "{ \"not a JSON", Json)]
    [InlineData("B7N8", "{ \"not a JSON", GraphQL)]
    [InlineData("8764", """{"qeury":"{ __typename }"}""", null)]
    [InlineData("3E3A", """{"qeury":"{ __typename }"}""", null)]
    public async Task What_is_no_request_is_a_bad_request(string check, string body, string? accept)
    {
        var answer = await server.PostAsync(body, accept);
        answer.Code.ShouldBe(400, check);
        answer.Error.ShouldNotBeNullOrEmpty(check);
    }

    [Theory]
    [InlineData("572B", """{"query":"{"}""")]
    [InlineData("FDE2", Unknown)]
    [InlineData("7B9B", NotCoercible)]
    public async Task A_request_that_fails_is_200_for_who_takes_json(string check, string body)
    {
        var answer = await server.PostAsync(body, Json);
        answer.Code.ShouldBe(200, check);
        answer.HasErrors.ShouldBeTrue(check);
    }

    [Theory]
    [InlineData("865D 556A D586", """{"query":"{"}""")]
    [InlineData("51FE 74FF 5E5B", Unknown)]
    [InlineData("86EE", NotCoercible)]
    public async Task A_request_that_fails_is_400_without_data_for_who_takes_graphql(string checks, string body)
    {
        var answer = await server.PostAsync(body, GraphQL);
        answer.Code.ShouldBe(400, checks);
        answer.HasData.ShouldBeFalse(checks);
    }
}
