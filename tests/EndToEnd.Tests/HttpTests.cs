using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>What programs that speak HTTP may rely on.</summary>
[Collection(nameof(DemoPortal))]
public sealed class HttpTests(DemoPortal demo)
{
    private HttpClient Http => demo.Portal.Http;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task A_query_by_post_is_answered_in_the_media_type_asked_for(string media)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ position }" }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(media));
        using var response = await Http.SendAsync(request, Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(media);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("data").GetProperty("position").GetString().ShouldNotBe("0");
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("application/graphql-response+json", HttpStatusCode.BadRequest)]
    public async Task A_query_that_is_not_valid_has_the_status_its_media_type_prescribes(string media, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ nothing }" }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(media));
        using var response = await Http.SendAsync(request, Ct);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("nothing");
    }

    [Fact]
    public async Task Nothing_can_be_changed_at_an_instant()
    {
        using var mutation = await Http.PostAsJsonAsync("/graphql", new { query = "mutation { refresh(input: {}, at: \"@1\") { changed } }" }, Ct);
        (await mutation.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("\"at\"");

        using var refresh = await Http.PostAsJsonAsync("/api/catalog/refresh?at=@1", new { entityRef = "component:default/checkout" }, Ct);
        refresh.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refresh.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error").GetProperty("message").GetString()
            .ShouldBe("Nothing can be changed at an instant: leave out at \"@1\" to change the present");
    }

    [Fact]
    public async Task A_query_by_get_is_answered_with_its_variables()
    {
        var query = Uri.EscapeDataString("query ($kind: [String!]) { entities(where: { kind: $kind }) { totalCount } }");
        var variables = Uri.EscapeDataString("""{"kind":["System"]}""");
        var answer = await Http.GetFromJsonAsync<JsonElement>($"/graphql?query={query}&variables={variables}", Ct);
        answer.GetProperty("data").GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_mutation_by_get_is_refused()
    {
        var mutation = Uri.EscapeDataString("mutation { refresh(input: {}) { position } }");
        using var response = await Http.GetAsync($"/graphql?query={mutation}", Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_json_is_refused()
    {
        using var body = new StringContent("""{"query":"{ position }"}""", Encoding.UTF8, "text/plain");
        using var response = await Http.PostAsync("/graphql", body, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("{\"query\":")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"query\":{}}")]
    [InlineData("{\"query\":\"{ position }\",\"variables\":7}")]
    public async Task A_body_that_is_no_request_is_refused_with_a_sentence(string text)
    {
        using var body = new StringContent(text, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync("/graphql", body, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors")[0].GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/catalog/component/default/anything")]
    [InlineData("/no/such/page")]
    public async Task Any_page_of_the_portal_is_index_html_with_a_content_security_policy(string path)
    {
        using var response = await Http.GetAsync(path, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("script-src 'self'");
        policy.ShouldNotContain("unsafe-eval");
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain("<div id=\"root\">");
    }

    [Theory]
    [InlineData("/assets/nothing.js")]
    [InlineData("/api/nothing")]
    [InlineData("/assets/..%2f..%2feventcatalog.dll")]
    public async Task What_is_no_page_and_no_file_is_not_found(string path)
    {
        using var response = await Http.GetAsync(path, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_host_name_of_another_site_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/portal");
        request.Headers.Host = "portal.example.org";
        using var response = await Http.SendAsync(request, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Metrics_tell_the_position_of_the_log_and_of_every_read_model()
    {
        using var response = await Http.GetAsync("/metrics", Ct);
        response.Content.Headers.ContentType!.ToString().ShouldStartWith("text/plain; version=0.0.4");
        var text = await response.Content.ReadAsStringAsync(Ct);
        text.ShouldContain($"eventcatalog_log_position {await demo.Portal.PositionAsync()}\n");
        text.ShouldContain("eventcatalog_read_model_lag_events{read_model=\"entities/4\"} 0\n");
    }

    [Fact]
    public async Task Health_tells_each_read_models_place()
    {
        (await Http.GetStringAsync("/health/live", Ct)).ShouldBe("ok");
        var ready = await Http.GetFromJsonAsync<JsonElement>("/health/ready", Ct);
        ready.GetProperty("ready").GetBoolean().ShouldBeTrue();
        ready.GetProperty("readModels").GetArrayLength().ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Scripts_are_sent_compressed_and_kept_for_ever()
    {
        var page = await Http.GetStringAsync("/", Ct);
        var script = page.Split("<script type=\"module\"")[1].Split('"')[1];
        using var request = new HttpRequestMessage(HttpMethod.Get, script);
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var response = await Http.SendAsync(request, Ct);

        response.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        response.Headers.CacheControl!.ToString().ShouldContain("immutable");
        response.Headers.Vary.ShouldContain("Accept-Encoding");
        var plain = await Http.GetByteArrayAsync(script, Ct);
        response.Content.Headers.ContentLength!.Value.ShouldBeLessThan(plain.Length / 2);
    }

    [Fact]
    public async Task Large_graphql_answers_are_sent_compressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ entities(first: 100) { nodes { ref spec annotations } } }" }) };
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");
        using var response = await Http.SendAsync(request, Ct);
        response.Content.Headers.ContentEncoding.ShouldHaveSingleItem().ShouldBeOneOf("br", "gzip");
    }
}
