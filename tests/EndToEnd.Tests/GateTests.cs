using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>No production without an owner (A05, A06).</summary>
public sealed class GateTests
{
    [Fact]
    public async Task The_gate_says_yes_no_or_that_it_cannot_know_and_records_it_and_the_reports_list_who_fails_and_what_is_stale()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("cart", "shop"), Descriptor.Component("wallet", "nobody")));
        await using var portal = await Portal.StartAsync("--source", folder.Root);
        await portal.SettledAsync();

        (await GateAsync(portal, "component:default/cart")).ShouldBe((0, "allowed"));
        (await GateAsync(portal, "component:default/wallet")).ShouldBe((1, "refused"));
        (await GateAsync(portal, "component:default/unheard-of")).ShouldBe((3, "unknown"));

        using var answer = await portal.Http.PostAsJsonAsync("/api/gate/deploy", new { entity = "component:wallet", actor = "pipeline" }, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        (answer.StatusCode, said.GetProperty("allowed").GetBoolean()).ShouldBe((HttpStatusCode.OK, false));
        var position = said.GetProperty("position").GetInt64();
        position.ShouldBeGreaterThan(said.GetProperty("knownAt").GetInt64());
        using var nonsense = await portal.Http.PostAsJsonAsync("/api/gate/deploy", new { entity = "cart" }, TestContext.Current.CancellationToken);
        nonsense.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await Eventually.IsAsync("the decision in the history", async () =>
            (await portal.AskAsync("{ events(where: { types: [\"gate-decided\"], actor: [\"pipeline\"] }) { nodes { position entityRef } } }")).GetProperty("events").GetProperty("nodes").ToString()
                == $$"""[{"position":"{{position}}","entityRef":"component:default/wallet"}]""");

        var report = await CommandRun.OfAsync(CommandRun.EventCatalog(["report", "owners", "--json", "--data", portal.Data]));
        report.ExitCode.ShouldBe(1, report.All);
        var problem = JsonDocument.Parse(report.Output).RootElement.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
        (problem.GetProperty("entity").GetString(), problem.GetProperty("rule").GetString()).ShouldBe(("component:default/wallet", "owner-exists"));
        var shown = (await portal.AskAsync("{ ownershipProblems { nodes { fault severity problem { file line path } } } }")).GetProperty("ownershipProblems").GetProperty("nodes");
        shown.ToString().ShouldBe("""[{"fault":"OWNER_UNKNOWN","severity":"WARNING","problem":{"file":"catalog-info.yaml","line":25,"path":"/spec/owner"}}]""");

        (await StaleAsync(portal, "7.00:00:00")).ExitCode.ShouldBe(0);
        var stale = await StaleAsync(portal, "00:00:00.001");
        stale.ExitCode.ShouldBe(1, stale.All);
        stale.Output.ShouldContain("component:default/cart (group:default/shop): confirmed until ");
    }

    private static Task<CommandRun> StaleAsync(Portal portal, string after) => CommandRun.OfAsync(CommandRun.EventCatalog(
        ["report", "stale", "--data", portal.Data], new Dictionary<string, string>(StringComparer.Ordinal) { ["Catalog__StaleAfter"] = after }));

    private static async Task<(int ExitCode, string? Verdict)> GateAsync(Portal portal, string entity)
    {
        var run = await CommandRun.OfAsync(CommandRun.EventCatalog(["gate", "deploy", "--entity", entity, "--json", "--data", portal.Data]));
        return (run.ExitCode, JsonDocument.Parse(run.Output).RootElement.GetProperty("verdict").GetString());
    }
}
