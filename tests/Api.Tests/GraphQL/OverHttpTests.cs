using System.Text;
using EventCatalog.Api.GraphQL;

namespace EventCatalog.Api.Tests.GraphQL;

/// <summary>What the audit does not ask.</summary>
public sealed class OverHttpTests(SmallServer server) : IClassFixture<SmallServer>
{
    private const string GraphQL = "application/graphql-response+json";
    private const string Json = "application/json";
    private const string Ask = """{"query":"{ hello }"}""";

    [Theory]
    [InlineData("application/graphql-response+json, application/json", GraphQL)]
    [InlineData("application/json, application/graphql-response+json", GraphQL)]
    [InlineData("application/json, application/graphql-response+json;q=0.9", Json)]
    [InlineData("application/json;q=0.5, application/graphql-response+json;q=0.4", Json)]
    [InlineData("application/json, */*", Json)]
    [InlineData("application/graphql-response+json, */*;q=0.1", GraphQL)]
    [InlineData("application/json;q=0, */*", GraphQL)]
    [InlineData("application/*", Json)]
    [InlineData("APPLICATION/GraphQL-Response+JSON; charset=UTF-8", GraphQL)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Json)]
    public async Task The_caller_s_preference_decides_the_media_type(string accept, string media)
    {
        var answer = await server.PostAsync(Ask, accept);
        answer.Code.ShouldBe(200);
        answer.Media.ShouldBe($"{media}; charset=utf-8");
        answer.Headers.Vary.ShouldContain("Accept");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/*")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json;charset=iso-8859-1")]
    [InlineData("*/*;q=0")]
    [InlineData("nonsense")]
    public async Task What_we_cannot_write_is_not_acceptable(string accept)
    {
        var answer = await server.PostAsync(Ask, accept);
        answer.Code.ShouldBe(406);
        answer.ErrorCode.ShouldBe("NOT_ACCEPTABLE");
        answer.Error!.ShouldContain(accept);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/graphql")]
    [InlineData("nonsense")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_a_foreign_page_could_send_or_we_cannot_read_is_refused(string contentType) =>
        (await server.PostAsync(Ask, contentType: contentType)).Code.ShouldBe(415);

    [Theory]
    [InlineData(GraphQL)]
    [InlineData(Json)]
    public async Task Where_the_database_is_away_the_caller_is_told_to_come_back(string accept)
    {
        var answer = await server.PostAsync("""{"query":"{ hello away }"}""", accept);
        answer.Code.ShouldBe(503);
        answer.Headers.TryGetValues("Retry-After", out var after).ShouldBeTrue();
        after!.ShouldBe(["2"]);
        answer.ErrorCode.ShouldBe("DATABASE_AWAY");
        answer.Error.ShouldBe("The database cannot be asked at the moment. Try again in a few seconds.");
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        var request = Post(Ask);
        request.Content!.Headers.ContentEncoding.Add("gzip");
        (await server.SendAsync(request)).Code.ShouldBe(415);
    }

    [Theory]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task A_content_type_may_be_written_in_any_way(string contentType) =>
        (await server.PostAsync(Ask, contentType: contentType)).Code.ShouldBe(200);

    [Fact]
    public async Task A_byte_order_mark_is_passed_over() =>
        (await server.PostAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Ask)])).Code.ShouldBe(200);

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        var answer = await server.PostAsync([.. "{\"query\":\"{ hello(name: \\\""u8, 0xFF, .. "\\\") }\"}"u8]);
        answer.Code.ShouldBe(400);
        answer.Error!.ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData("""{"query":"{ hello(name: \"\ud800\") }"}""")]
    [InlineData("""{"query":"query($n: String) { hello(name: $n) }","variables":{"n":"\udc00"}}""")]
    [InlineData("""{"query":"{ hello }","variables":{"\ud800":1}}""")]
    public async Task Half_a_surrogate_pair_is_refused(string body) => (await server.PostAsync(body)).Code.ShouldBe(400);

    [Theory]
    [InlineData("[]", "array")]
    [InlineData("null", "null")]
    [InlineData("7", "number")]
    [InlineData("[{\"query\":\"{ hello }\"}]", "array")]
    public async Task A_body_that_is_no_object_is_refused_and_named(string body, string kind)
    {
        var answer = await server.PostAsync(body);
        answer.Code.ShouldBe(400);
        answer.Error!.ShouldContain(kind);
    }

    [Fact]
    public async Task Unknown_parameters_are_ignored() =>
        (await server.PostAsync("""{"query":"{ hello }","id":7,"more":{"deep":[1]}}""")).HasErrors.ShouldBeFalse();

    [Theory]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Another_method_is_told_which_are_allowed(string method)
    {
        var answer = await server.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));
        answer.Code.ShouldBe(405);
        answer.Content.Allow.ShouldBe(["GET", "HEAD", "POST"]);
    }

    [Fact]
    public async Task Head_is_answered_as_get_without_the_body()
    {
        var answer = await server.SendAsync(new HttpRequestMessage(HttpMethod.Head, SmallServer.Url(("query", "{ hello }"))));
        answer.Code.ShouldBe(200);
        answer.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mutation_by_get_or_head_changes_nothing()
    {
        var before = server.Count;
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            foreach (var query in new[] { "mutation { add }", "query A { hello } mutation B { add }" })
                (await server.SendAsync(new HttpRequestMessage(method, SmallServer.Url(("query", query), ("operationName", query[0] == 'q' ? "B" : ""))))).Code.ShouldBe(405);
        }

        server.Count.ShouldBe(before);
    }

    [Fact]
    public async Task The_query_of_a_document_with_a_mutation_may_go_by_get() =>
        (await server.GetAsync(null, ("query", "query A { hello } mutation B { add }"), ("operationName", "A"))).HasErrors.ShouldBeFalse();

    [Theory]
    [InlineData("variables", "{", "not JSON")]
    [InlineData("variables", "[1]", "array")]
    [InlineData("extensions", "7", "number")]
    public async Task Parameters_of_the_url_are_checked_as_those_of_a_body(string name, string value, string said)
    {
        var answer = await server.GetAsync(null, ("query", "{ hello }"), (name, value));
        answer.Code.ShouldBe(400);
        answer.Error!.ShouldContain(said);
    }

    [Fact]
    public async Task A_parameter_given_twice_is_refused() =>
        (await server.GetAsync(null, ("query", "{ hello }"), ("query", "{ count }"))).Code.ShouldBe(400);

    [Fact]
    public async Task Empty_parameters_of_the_url_are_as_absent() =>
        (await server.GetAsync(null, ("query", "{ hello }"), ("variables", ""), ("operationName", ""), ("extensions", ""))).HasErrors.ShouldBeFalse();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_too_large_is_refused_whether_or_not_its_length_is_declared(bool declared)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"query":"{ hello }","padding":"{{new string('x', RequestReader.MaxBody)}}"}""");
        using var content = declared ? (HttpContent)new ByteArrayContent(body) : new StreamContent(new UnknownLength(body));
        content.Headers.TryAddWithoutValidation("Content-Type", Json);
        var answer = await server.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content });
        answer.Code.ShouldBe(413);
        answer.ErrorCode.ShouldBe("REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task A_body_just_small_enough_is_answered()
    {
        const string Head = """{"query":"{ hello }","padding":" """;
        var body = Head + new string('x', RequestReader.MaxBody - Head.Length - 2) + "\"}";
        Encoding.UTF8.GetByteCount(body).ShouldBe(RequestReader.MaxBody);
        (await server.PostAsync(body)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Errors_beside_data_are_200()
    {
        var answer = await server.PostAsync("""{"query":"{ hello broken }"}""", GraphQL);
        answer.Code.ShouldBe(200);
        answer.Data.GetProperty("hello").GetString().ShouldBe("hello world");
        answer.Error.ShouldBe("It is broken.");
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(GraphQL)]
    public async Task Answers_are_compressed_for_who_takes_it(string accept)
    {
        var request = Post("""{"query":"{ __schema { types { name description } } }"}""");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
    }

    private static HttpRequestMessage Post(string body) =>
        new(HttpMethod.Post, "/graphql") { Content = new StringContent(body, Encoding.UTF8, Json) };

    /// <summary>Bytes whose number nobody can ask, so that they are sent in chunks.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
