using System.Text.Json;
using EventCatalog.Api.GraphQL;
using EventCatalog.EmbeddedPostgres;

namespace EventCatalog.Api.Tests.GraphQL;

/// <summary>The endpoint with two persisted documents.</summary>
public class PersistedServer : SmallServer
{
    public const string Hello = "query Hello($n: String) { hello(name: $n) }";
    public const string Add = "mutation Add { add }";

    protected override PersistedDocuments Documents => PersistedDocuments.Of(Hello, Add);
}

/// <summary>The same, answering nothing else.</summary>
public sealed class ClosedServer : PersistedServer
{
    protected override GraphQLOptions Options => new() { FreeDocuments = false };
}

public sealed class PersistedDocumentTests(PersistedServer server) : IClassFixture<PersistedServer>
{
    private static readonly string Hello = PersistedDocuments.HashOf(PersistedServer.Hello);
    private static readonly string Add = PersistedDocuments.HashOf(PersistedServer.Add);

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    public async Task An_id_stands_for_its_document_by_post_and_by_get(string prefix)
    {
        var posted = await server.PostAsync(JsonSerializer.Serialize(new { documentId = prefix + Hello, variables = new { n = "Ada" } }));
        var got = await server.GetAsync(null, ("documentId", prefix + Hello), ("variables", """{"n":"Ada"}"""));
        posted.Data.GetProperty("hello").GetString().ShouldBe("hello Ada");
        got.Data.GetProperty("hello").GetString().ShouldBe("hello Ada");
    }

    [Fact]
    public async Task A_persisted_mutation_is_refused_by_get()
    {
        (await server.GetAsync(null, ("documentId", Add))).Code.ShouldBe(405);
        server.Count.ShouldBe(0);
        (await server.PostAsync(JsonSerializer.Serialize(new { documentId = Add }))).Data.GetProperty("add").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_persisted_mutation_is_refused_by_get_on_a_stream_too()
    {
        var before = server.Count;
        (await server.GetAsync("text/event-stream", ("documentId", Add))).Code.ShouldBe(405);
        server.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/graphql-response+json", 400)]
    public async Task An_unknown_id_has_one_error_with_a_code(string accept, int status)
    {
        var answer = await server.PostAsync("""{"documentId":"abc"}""", accept);
        answer.Code.ShouldBe(status);
        answer.ErrorCode.ShouldBe("PERSISTED_QUERY_NOT_FOUND");
        answer.Error!.ShouldContain("\"abc\"");
        answer.HasData.ShouldBeFalse();
    }

    [Fact]
    public async Task An_id_beside_a_text_is_refused() =>
        (await server.PostAsync(JsonSerializer.Serialize(new { documentId = Hello, query = "{ count }" }))).Code.ShouldBe(400);

    [Fact]
    public async Task An_id_that_is_no_string_is_refused() => (await server.PostAsync("""{"documentId":7}""")).Code.ShouldBe(400);

    [Fact]
    public async Task A_document_left_by_its_hash_is_found_by_it()
    {
        const string Text = "{ hello(name: \"once\") }";
        var extensions = Automatic(PersistedDocuments.HashOf(Text));
        var before = await server.GetAsync(null, ("extensions", extensions));
        before.ErrorCode.ShouldBe("PERSISTED_QUERY_NOT_FOUND");
        // urql knows it by these words, Apollo by the code.
        before.Error.ShouldBe("PersistedQueryNotFound");
        (await server.GetAsync(null, ("query", Text), ("extensions", extensions))).HasErrors.ShouldBeFalse();
        (await server.GetAsync(null, ("extensions", extensions))).Data.GetProperty("hello").GetString().ShouldBe("hello once");
    }

    [Fact]
    public async Task A_persisted_document_is_found_by_its_hash_too() =>
        (await server.GetAsync(null, ("extensions", Automatic(Hello)), ("variables", """{"n":"Ada"}"""))).HasErrors.ShouldBeFalse();

    [Fact]
    public async Task A_text_under_a_foreign_hash_is_neither_answered_nor_kept()
    {
        var hash = PersistedDocuments.HashOf("{ hello(name: \"wanted\") }");
        (await server.GetAsync(null, ("query", "{ count }"), ("extensions", Automatic(hash)))).ErrorCode.ShouldBe("PERSISTED_QUERY_HASH_MISMATCH");
        (await server.GetAsync(null, ("extensions", Automatic(hash)))).ErrorCode.ShouldBe("PERSISTED_QUERY_NOT_FOUND");
    }

    [Fact]
    public async Task A_document_that_is_not_valid_is_not_kept()
    {
        var extensions = Automatic(PersistedDocuments.HashOf("{ nothing }"));
        (await server.GetAsync(null, ("query", "{ nothing }"), ("extensions", extensions))).Error!.ShouldContain("nothing");
        (await server.GetAsync(null, ("extensions", extensions))).ErrorCode.ShouldBe("PERSISTED_QUERY_NOT_FOUND");
    }

    [Theory]
    [InlineData("""{"persistedQuery":{"version":2,"sha256Hash":"abc"}}""")]
    [InlineData("""{"persistedQuery":{"version":1}}""")]
    [InlineData("""{"persistedQuery":{"version":1,"sha256Hash":7}}""")]
    [InlineData("""{"persistedQuery":"abc"}""")]
    public async Task Another_shape_of_the_extension_is_refused(string extensions) =>
        (await server.GetAsync(null, ("query", "{ count }"), ("extensions", extensions))).Code.ShouldBe(400);

    private static string Automatic(string hash) =>
        JsonSerializer.Serialize(new { persistedQuery = new { version = 1, sha256Hash = hash } });
}

public sealed class FreeDocumentTests(ClosedServer server) : IClassFixture<ClosedServer>
{
    [Fact]
    public async Task Without_free_documents_another_text_is_refused_with_a_sentence()
    {
        var answer = await server.PostAsync("""{"query":"{ count }"}""");
        answer.Code.ShouldBe(403);
        answer.ErrorCode.ShouldBe("FREE_DOCUMENTS_OFF");
        answer.Error!.ShouldContain("Catalog:GraphQL:FreeDocuments");
    }

    [Fact]
    public async Task Without_free_documents_the_persisted_ones_are_answered_by_id_and_by_text()
    {
        (await server.GetAsync(null, ("documentId", PersistedDocuments.HashOf(PersistedServer.Hello)))).HasErrors.ShouldBeFalse();
        (await server.GetAsync(null, ("query", PersistedServer.Hello))).HasErrors.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_free_documents_none_can_be_left_by_its_hash()
    {
        var extensions = JsonSerializer.Serialize(new { persistedQuery = new { version = 1, sha256Hash = PersistedDocuments.HashOf("{ count }") } });
        (await server.GetAsync(null, ("extensions", extensions))).ErrorCode.ShouldBe("PERSISTED_QUERY_NOT_SUPPORTED");
        (await server.GetAsync(null, ("query", "{ count }"), ("extensions", extensions))).Code.ShouldBe(403);
        (await server.GetAsync(null, ("extensions", extensions))).ErrorCode.ShouldBe("PERSISTED_QUERY_NOT_SUPPORTED");
    }
}

public sealed class ManifestTests
{
    [Fact]
    public void The_manifest_of_the_build_is_read_by_hash_and_text()
    {
        var documents = Load(JsonSerializer.Serialize(new Dictionary<string, string> { [PersistedDocuments.HashOf("{ a }")] = "{ a }" }));
        documents.Count.ShouldBe(1);
        documents.Find(PersistedDocuments.HashOf("{ a }")).ShouldBe("{ a }");
        documents.Find("{ a }").ShouldBeNull();
    }

    [Fact]
    public void A_text_that_is_not_its_hash_s_is_refused_at_start() =>
        Should.Throw<StartException>(() => Load("""{"abc":"{ a }"}""")).Message.ShouldContain("damaged");

    [Fact]
    public void What_is_no_manifest_is_refused_at_start() => Should.Throw<StartException>(() => Load("[1"));

    [Fact]
    public void Without_a_manifest_there_are_no_documents() =>
        PersistedDocuments.Load(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).Count.ShouldBe(0);

    [Fact]
    public void The_hash_is_that_of_the_appendix() =>
        PersistedDocuments.HashOf("query($id:ID!){user(id:$id){name}}").ShouldBe("71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b");

    private static PersistedDocuments Load(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return PersistedDocuments.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

public sealed class AutomaticPersistedQueryTests
{
    [Fact]
    public void Past_the_number_the_longest_unused_goes()
    {
        var kept = new AutomaticPersistedQueries(maxDocuments: 2);
        kept.Remember("a", "1");
        kept.Remember("b", "2");
        kept.Find("a");
        kept.Remember("c", "3");
        (kept.Find("a"), kept.Find("b"), kept.Find("c")).ShouldBe(("1", null, "3"));
    }

    [Fact]
    public void Past_the_length_the_longest_unused_go_and_one_too_long_is_not_kept()
    {
        var kept = new AutomaticPersistedQueries(maxCharacters: 10);
        kept.Remember("a", "12345");
        kept.Remember("b", "12345");
        kept.Remember("c", "12345678");
        kept.Remember("d", "12345678901");
        (kept.Find("a"), kept.Find("b"), kept.Find("c"), kept.Find("d")).ShouldBe((null, null, "12345678", null));
    }
}
