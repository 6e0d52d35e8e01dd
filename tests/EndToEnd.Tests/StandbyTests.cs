using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.PostgresFixture;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A portal on a streaming replica of the database that another portal writes to.</summary>
public sealed class StandbyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_portal_on_a_standby_reads_what_the_primary_wrote_and_writes_nothing_itself()
    {
        using var folder = new TempFolder();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Root, File.GetUnixFileMode(folder.Root) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        await using var primary = await PostgresServer.StartAsync(new PostgresOptions(folder.At("primary")) { Durable = false }, Ct);
        folder.Write("source/zero/catalog-info.yaml", Descriptor.Component("zero", "shop"));
        await using var ordinary = await Portal.StartAsync(EnvironmentOf(primary.ConnectionString), "--source", folder.At("source"));
        await ordinary.SettledAsync();

        await using var replica = await TestReplica.StartAsync(primary, folder.At("replica"), Ct);
        await using var onStandby = await Portal.StartAsync(EnvironmentOf(replica.ConnectionString));
        onStandby.Output.ShouldContain("read-only");
        folder.Write("source/one/catalog-info.yaml", Descriptor.Component("one", "shop"));
        const string One = "{ entity(ref: \"component:default/one\") { ref } }";
        await Eventually.IsAsync("the new entity on the primary", async () => (await ordinary.AskAsync(One)).GetProperty("entity").ValueKind is JsonValueKind.Object);
        var position = await ordinary.PositionAsync();

        // The standby may be behind; whoever says what they have seen is kept waiting until it is not.
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString(One));
        ask.Headers.Add("min-position", position.ToString(CultureInfo.InvariantCulture));
        using var answer = await onStandby.Http.SendAsync(ask, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, onStandby.Output);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("data").GetProperty("entity").ValueKind.ShouldBe(JsonValueKind.Object);
        long.Parse(answer.Headers.GetValues("X-Position").Single(), CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(position);

        using var refresh = await onStandby.Http.PostAsJsonAsync("/graphql", new { query = "mutation { refresh(input: {}) { position } }" }, Ct);
        (await refresh.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("READ_ONLY");
        var ready = await onStandby.Http.GetFromJsonAsync<JsonElement>("/health/ready", Ct);
        ready.GetProperty("readOnly").GetBoolean().ShouldBeTrue();
        (await onStandby.StopAsync()).ShouldBe(0, onStandby.Output);
        (await ordinary.StopAsync()).ShouldBe(0, ordinary.Output);
    }

    private static Dictionary<string, string> EnvironmentOf(string connectionString) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Catalog"] = connectionString,
        ["Catalog__CrawlInterval"] = "00:00:01",
    };
}
