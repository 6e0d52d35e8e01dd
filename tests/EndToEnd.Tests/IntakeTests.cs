using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>What is acknowledged is in the log, whatever happens then (issue 7).</summary>
public sealed class IntakeTests
{
    private const int Senders = 4;
    private const int Batch = 50;

    [Fact]
    public async Task Killed_with_9_in_the_middle_of_an_intake_the_portal_has_what_it_acknowledged_and_takes_the_rest_again_without_doubles()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Component("cart", "shop"));
        await using var portal = await Portal.StartAsync("--source", folder.Root);
        await portal.SettledAsync();
        var acknowledged = new int[Senders];

        var senders = Enumerable.Range(0, Senders).Select(sender => SendUntilItDiesAsync(portal.Http, sender, acknowledged)).ToArray();
        await Eventually.IsAsync("an intake well under way", () => Task.FromResult(acknowledged.Sum() > 2000));
        await portal.KillAsync();
        var begun = await Task.WhenAll(senders);

        await portal.StartAgainAsync("--source", folder.Root);
        foreach (var (sender, last) in begun.Index())
        {
            for (var number = 0; number <= last; number++)
            {
                var receipt = await SendAsync(portal.Http, sender, number);
                // What was acknowledged before the kill is all there.
                if (number < acknowledged[sender] / Batch)
                    receipt.GetProperty("duplicates").GetInt32().ShouldBe(Batch, $"batch {number} of sender {sender} was acknowledged");
                (receipt.GetProperty("accepted").GetInt32() + receipt.GetProperty("duplicates").GetInt32()).ShouldBe(Batch);
            }
        }

        var sent = begun.Sum(last => (last + 1) * Batch);
        await Eventually.IsAsync($"{sent} builds", async () =>
            (await portal.AskAsync("{ entity(ref: \"component:cart\") { builds { totalCount } } }")).GetProperty("entity").GetProperty("builds").GetProperty("totalCount").GetInt32() == sent);
        var export = await CommandRun.OfEventCatalogAsync("export", "--data", portal.Data);
        export.Output.Split('\n').Count(line => line.Contains("\"build-finished\"", StringComparison.Ordinal)).ShouldBe(sent);
    }

    [Fact]
    public async Task Reports_are_taken_packed_or_not_refused_in_words_and_found_when_their_entity_appears()
    {
        using var folder = new TempFolder();
        await using var portal = await Portal.StartAsync("--source", folder.Write("catalog-info.yaml", Descriptor.Component("ship", "shop")));
        await portal.SettledAsync();

        var tests = await PostAsync(portal, "/api/reports/tests/component:default/cart?run=812&commit=abc&name=ci", "application/xml", Packed("<testsuite><testcase name='adds'/><testcase name='adds'><failure/></testcase></testsuite>"), "gzip");
        tests.Body.GetProperty("attached").GetBoolean().ShouldBeFalse();
        var coverage = folder.Write("lcov.info", "SF:a\nDA:1,1\nDA:2,0\nend_of_record\n");
        var sent = await CommandRun.OfEventCatalogAsync("report", "coverage", coverage, "--entity", "component:cart", "--portal", portal.Url.ToString());
        (sent.ExitCode, sent.Output.Trim()).ShouldBe((0, "lcov.info: accepted: LCOV, 1 of 2 lines covered; component:default/cart is not in the catalog yet"), sent.All);
        File.WriteAllText(coverage, "hello\n");
        var refused = await CommandRun.OfEventCatalogAsync("report", "coverage", coverage, "--entity", "component:cart", "--portal", portal.Url.ToString());
        (refused.ExitCode, refused.Errors.Trim()).ShouldBe((1, "lcov.info: Line 1, column 1: \"hello\" is no record of LCOV."), refused.All);

        (await PostAsync(portal, "/api/reports/tests/component:default/cart", "application/xml", "<testsuite>\n<testcase/></testsuite>"u8.ToArray())).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity), answer => answer.Body.GetProperty("line").GetInt32().ShouldBe(2),
            answer => answer.Body.GetProperty("detail").GetString().ShouldBe("Line 2, column 2: <testcase> has no attribute name."));
        (await PostAsync(portal, "/api/reports/tests/cart", "application/xml", "<testsuite/>"u8.ToArray())).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(portal, "/api/reports/tests/component:cart", "image/png", [1])).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await PostAsync(portal, "/api/reports/tests/component:cart", "application/xml", [1], "zstd")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await PostAsync(portal, "/api/reports/tests/component:cart", "application/xml", Packed(new string(' ', 60_000_000)), "gzip")).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await PostAsync(portal, "/api/events", "application/json", "{}"u8.ToArray())).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await PostAsync(portal, "/api/events", "application/cloudevents+json", "{}"u8.ToArray())).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var tooMany = await PostAsync(portal, "/api/events", "application/cloudevents-batch+json", Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 1001))}]"));
        (tooMany.Status, tooMany.Body.GetProperty("detail").GetString()).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "The batch has 1001 events; at most 1000 are taken at once. None was taken: send it in parts."));
        (await PostAsync(portal, "/api/facts/component:default%2Fcart", "application/json", """{"source":"sonarqube","facts":[{"name":"coverage.line","value":49.5}]}"""u8.ToArray())).Status.ShouldBe(HttpStatusCode.OK);

        // Beside the other: in its place it would be a renaming, and what was told of the name before that is nobody's.
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Component("ship", "shop"), Descriptor.Component("cart", "shop")));
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        const string Asked = "{ entity(ref: \"component:cart\") { facts { name source text } testRuns { nodes { runId outcome } } flakyTests { name firstCommit } } }";
        var entity = (await portal.AskAsync(Asked)).GetProperty("entity");
        entity.GetProperty("facts").ToString().ShouldBe("""[{"name":"coverage.line","source":"coverage","text":"50"},{"name":"coverage.line","source":"sonarqube","text":"49.5"}]""");
        entity.GetProperty("testRuns").GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("FAILED");
        entity.GetProperty("flakyTests").ToString().ShouldBe("""[{"name":"adds","firstCommit":"abc"}]""");
    }

    [Fact]
    public async Task The_command_lines_of_empty_tabs_send_the_first_fact_and_the_first_deployment()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Component("cart", "shop"), Descriptor.Component("ship", "shop")));
        await using var portal = await Portal.StartAsync("--source", folder.Root);
        await portal.SettledAsync();

        await BrowserWalk.RunAsync(portal, "reports", "--width=1440", "--scheme=light");
        await BrowserWalk.RunAsync(portal, "reports", "--width=390", "--scheme=dark");
    }

    private static async Task<int> SendUntilItDiesAsync(HttpClient http, int sender, int[] acknowledged)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                await SendAsync(http, sender, number);
                acknowledged[sender] += Batch;
            }
            catch (HttpRequestException)
            {
                return number;
            }
        }
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, int sender, int number)
    {
        var events = Enumerable.Range(0, Batch).Select(place =>
            $$$"""{"specversion":"1.0","id":"{{{sender}}}-{{{number}}}-{{{place}}}","source":"https://ci.example.com","type":"dev.cdevents.build.finished.0.2.0","data":{"subject":{"id":"{{{sender}}}-{{{number}}}-{{{place}}}"},"customData":{"entity":"component:cart"} } }""");
        using var body = new StringContent($"[{string.Join(',', events)}]", new MediaTypeHeaderValue("application/cloudevents-batch+json"));
        using var answer = await http.PostAsync("/api/events", body, TestContext.Current.CancellationToken);
        // The database goes down a moment before the portal: that is no acknowledgement.
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(Portal portal, string path, string mediaType, byte[] body, string? encoding = null)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var answer = await portal.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
