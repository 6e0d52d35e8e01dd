namespace EventCatalog.EndToEnd.Tests;

/// <summary>An empty answer of a source never empties the catalog (D11).</summary>
public sealed class HoldTests
{
    private static readonly Dictionary<string, string> Hourly = new(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = "01:00:00" };

    [Fact]
    public async Task What_is_held_goes_when_it_is_approved_and_returns_with_the_same_ids_declared_again_or_by_an_undo()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Many(20));
        await using var portal = await Portal.StartAsync(Hourly, "--source", folder.Root);
        await portal.SettledAsync();
        const string Ids = "{ entities(first: 50) { nodes { id } } }";
        var before = (await portal.AskAsync(Ids)).ToString();

        folder.Write("catalog-info.yaml", "");
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        (await portal.AskAsync(Ids)).ToString().ShouldBe(before);
        var source = (await portal.AskAsync("{ sources { id disappearance { held } problems { rule } } }")).GetProperty("sources")[0];
        source.GetProperty("disappearance").GetProperty("held").GetArrayLength().ShouldBe(20);
        source.GetProperty("problems")[0].GetProperty("rule").GetString().ShouldBe("source-became-empty");

        var approved = await portal.AskAsync("mutation($id: ID!) { approveDisappearance(input: { sourceId: $id }) { removed } }", new { id = source.GetProperty("id").GetString() });
        approved.GetProperty("approveDisappearance").GetProperty("removed").GetInt32().ShouldBe(20);
        (await portal.AskAsync("{ entities { totalCount } }")).GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBe(0);

        folder.Write("catalog-info.yaml", Many(20));
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        (await portal.AskAsync(Ids)).ToString().ShouldBe(before);

        folder.Write("catalog-info.yaml", "");
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        var id = new { id = source.GetProperty("id").GetString() };
        await portal.AskAsync("mutation($id: ID!) { approveDisappearance(input: { sourceId: $id }) { removed } }", id);
        var undone = await portal.AskAsync("mutation($id: ID!) { undoApproval(input: { sourceId: $id }) { restored } }", id);
        undone.GetProperty("undoApproval").GetProperty("restored").GetArrayLength().ShouldBe(20);
        (await portal.AskAsync(Ids)).ToString().ShouldBe(before);
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        (await portal.AskAsync(Ids)).ToString().ShouldBe(before);
    }

    [Fact]
    public async Task The_command_line_answers_too()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Many(12));
        await using var portal = await Portal.StartAsync(Hourly, "--source", folder.Root);
        await portal.SettledAsync();
        folder.Write("catalog-info.yaml", "");
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        var held = (await portal.AskAsync("{ events(where: { types: [\"disappearance-held\"] }) { nodes { stream } } }")).GetProperty("events").GetProperty("nodes")[0].GetProperty("stream").GetString()!["source-".Length..];

        var kept = await CommandRun.OfAsync(CommandRun.EventCatalog(["disappearance", "keep", held, "--data", portal.Data, "--json"]));
        kept.ExitCode.ShouldBe(0, kept.All);
        kept.Output.ShouldContain("component:default/c0");
        (await CommandRun.OfAsync(CommandRun.EventCatalog(["disappearance", "approve", held, "--data", portal.Data]))).ExitCode.ShouldBe(2);

        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        (await portal.AskAsync("{ entities { totalCount } sources { disappearance { kept } problems { rule } } }")).ToString().ShouldContain("\"totalCount\":12");
    }

    private static string Many(int count) => Descriptor.Documents([.. Enumerable.Range(0, count).Select(number => Descriptor.Component($"c{number}", "shop"))]);
}
