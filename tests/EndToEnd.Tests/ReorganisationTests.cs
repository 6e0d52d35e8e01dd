using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Teams merge; nothing they owned is lost (A22), and who owned it then can be asked (D4).</summary>
public sealed class ReorganisationTests
{
    [Fact]
    public async Task A_team_that_is_gone_is_merged_into_another_and_what_it_owned_goes_with_it()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("store"), Descriptor.Component("cart", "shop")));
        folder.Write("old/catalog-info.yaml", Descriptor.Group("shop"));
        await using var portal = await Portal.StartAsync("--source", folder.Root);
        await portal.SettledAsync();
        var before = await portal.PositionAsync();
        File.Delete(Path.Combine(folder.Root, "old", "catalog-info.yaml"));
        await Eventually.IsAsync("the file's group gone", async () =>
        {
            await portal.AskAsync("mutation { refresh(input: { ref: \"component:cart\", wait: true }) { changed } }");
            var gone = (await portal.AskAsync("{ entity(ref: \"group:shop\") { orphaned } }")).GetProperty("entity");
            return gone.ValueKind is JsonValueKind.Null || gone.GetProperty("orphaned").GetBoolean();
        });
        var merged = await MergeAsync(portal, "group:shop", "group:store");
        merged.ExitCode.ShouldBe(0, merged.All);

        await Eventually.IsAsync("the new owner", async () =>
            (await portal.AskAsync("{ entity(ref: \"component:cart\") { owner { ref } problems { message } } }")).GetProperty("entity").ToString() == """{"owner":{"ref":"group:default/store"},"problems":[]}""");
        var then = await OwnersAsync(portal, $"@{before}");
        (then.GetProperty("then").GetProperty("ref").GetString(), then.GetProperty("now").GetProperty("ref").GetString(), then.GetProperty("moved").GetBoolean())
            .ShouldBe(("group:default/shop", "group:default/store", true));
        var wrong = await CommandRun.OfAsync(CommandRun.EventCatalog(["owners", "--at", "yesterday-ish", "--ref", "component:cart", "--data", portal.Data]));
        (wrong.ExitCode, wrong.All.Contains("\"yesterday-ish\" is no instant", StringComparison.Ordinal)).ShouldBe((2, true), wrong.All);
    }

    private static Task<CommandRun> MergeAsync(Portal portal, string entity, string into) =>
        CommandRun.OfAsync(CommandRun.EventCatalog(["entity", "merge", entity, into, "--because", "One team since May", "--data", portal.Data]));

    private static async Task<JsonElement> OwnersAsync(Portal portal, string at)
    {
        var run = await CommandRun.OfAsync(CommandRun.EventCatalog(["owners", "--at", at, "--ref", "component:cart", "--json", "--data", portal.Data]));
        run.ExitCode.ShouldBe(0, run.All);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("owners")[0];
    }
}
