using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>What scripts may rely on: 0 ok, 1 the answer is no, 2 wrong use, 3 could not.</summary>
[Collection(nameof(DemoPortal))]
public sealed class CommandLineTests(DemoPortal demo)
{
    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_exit_code_3()
    {
        using var folder = new TempFolder();
        var run = await CommandRun.OfEventCatalogAsync("serve", "--data", folder.At("data"), "--url", demo.Portal.Url.ToString());
        run.ExitCode.ShouldBe(3, run.All);
        var said = run.Errors.Trim().Split('\n').ShouldHaveSingleItem();
        said.ShouldContain(demo.Portal.Url.ToString());
        said.ShouldContain("--url");
        Directory.Exists(folder.At("data")).ShouldBeFalse("nothing was begun");
    }

    [Fact]
    public async Task A_second_start_on_a_data_folder_says_who_holds_it_and_ends_with_exit_code_3()
    {
        var run = await CommandRun.OfEventCatalogAsync("serve", "--data", demo.Portal.Data, "--url", Portal.FreeAddress().ToString());
        run.ExitCode.ShouldBe(3, run.All);
        var said = run.Errors.Trim().Split('\n').ShouldHaveSingleItem();
        said.ShouldContain(demo.Portal.Data);
        said.ShouldContain(demo.Portal.Url.ToString());
    }

    [Theory]
    [InlineData("http://0.0.0.0:7999")]
    [InlineData("http://192.0.2.1:7999")]
    [InlineData("http://[::]:7999")]
    [InlineData("https://127.0.0.1:7999")]
    [InlineData("7999")]
    public async Task An_address_that_others_could_reach_or_that_is_none_is_wrong_use(string url)
    {
        using var folder = new TempFolder();
        var run = await CommandRun.OfEventCatalogAsync("serve", "--data", folder.At("data"), "--url", url);
        run.ExitCode.ShouldBe(2, run.All);
        run.Errors.ShouldContain(url);
        run.Errors.Trim().Split('\n').ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("2.00:00:00")]
    [InlineData("soon")]
    public async Task A_setting_that_cannot_be_is_wrong_use(string interval)
    {
        using var folder = new TempFolder();
        var run = await CommandRun.OfAsync(CommandRun.EventCatalog(
            ["serve", "--data", folder.At("data"), "--url", Portal.FreeAddress().ToString()],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = interval }));
        run.ExitCode.ShouldBe(2, run.All);
        run.Errors.ShouldContain("Interval");
        run.All.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("serve", "--no-such-option")]
    [InlineData("validate")]
    public async Task A_verb_or_option_that_does_not_exist_is_wrong_use(params string[] arguments)
    {
        var run = await CommandRun.OfEventCatalogAsync(arguments);
        run.ExitCode.ShouldBe(2, run.All);
        run.Errors.ShouldContain("--help");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    [InlineData("crawl", "--help")]
    [InlineData("validate", "--help")]
    [InlineData("verify", "--help")]
    [InlineData("export", "--help")]
    [InlineData("audit", "--help")]
    [InlineData("key", "--help")]
    [InlineData("key", "rotate", "--help")]
    [InlineData("disappearance", "undo", "--help")]
    [InlineData("import", "--help")]
    [InlineData("store", "--help")]
    [InlineData("store", "status", "--help")]
    [InlineData("store", "verify", "--help")]
    [InlineData("store", "archive", "--help")]
    [InlineData("store", "retry", "--help")]
    [InlineData("store", "skip", "--help")]
    [InlineData("store", "park", "--help")]
    [InlineData("store", "rebuild", "--help")]
    [InlineData("store", "switch", "--help")]
    [InlineData("store", "discard", "--help")]
    [InlineData("store", "backup", "--help")]
    [InlineData("store", "restore", "--help")]
    [InlineData("schema", "--help")]
    [InlineData("demo", "--help")]
    public async Task Every_verb_explains_itself(params string[] arguments)
    {
        var run = await CommandRun.OfEventCatalogAsync(arguments);
        run.ExitCode.ShouldBe(0, run.All);
        run.Output.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Validate_accepts_sound_descriptors_and_needs_no_catalog()
    {
        using var folder = new TempFolder();
        var run = await CommandRun.OfEventCatalogAsync("validate", folder.Write("catalog-info.yaml", Descriptor.Component("cart", "shop")));
        run.ExitCode.ShouldBe(0, run.All);
        run.Output.ShouldContain("1 sound, 0 refused");
    }

    [Fact]
    public async Task Validate_places_what_it_refuses_at_file_line_and_column()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Descriptor.Component("cart", "shop"));
        folder.Write("b/catalog-info.yaml", Descriptor.Component("not a name", "shop"));
        var run = await CommandRun.OfEventCatalogAsync("validate", folder.Root);
        run.ExitCode.ShouldBe(1, run.All);
        run.Output.ShouldContain("b/catalog-info.yaml:4:");
        run.Output.ShouldContain("not a name");
        run.Output.ShouldContain("1 sound, 1 refused");
    }

    [Fact]
    public async Task Validate_says_when_it_could_not_look()
    {
        using var folder = new TempFolder();
        var run = await CommandRun.OfEventCatalogAsync("validate", folder.At("missing"));
        run.ExitCode.ShouldBe(3, run.All);
        run.Errors.ShouldContain("missing");
    }

    [Fact]
    public async Task Store_status_joins_the_running_portal_and_refuses_help_nobody_needs()
    {
        var status = await CommandRun.OfEventCatalogAsync("store", "status", "--data", demo.Portal.Data);
        status.ExitCode.ShouldBe(0, status.All);
        status.Output.ShouldContain("log at @");
        status.Output.ShouldContain("entities/4: @");

        var retry = await CommandRun.OfEventCatalogAsync("store", "retry", "entities/4", "--data", demo.Portal.Data);
        (retry.ExitCode, retry.Errors.Trim()).ShouldSatisfyAllConditions(
            said => said.ExitCode.ShouldBe(2), said => said.Item2.ShouldStartWith("entities/4 has not stopped at an event"));

        var skip = await CommandRun.OfEventCatalogAsync("store", "skip", "entities/4", "--event", "first", "--because", "no", "--data", demo.Portal.Data);
        (skip.ExitCode, skip.Errors.Trim()).ShouldBe((2, "--event first is not a position such as @1234."));
    }

    [Fact]
    public async Task A_part_of_the_log_is_exported_and_holds_without_the_portal_until_somebody_touches_it()
    {
        using var folder = new TempFolder();
        var file = folder.At("part.jsonl");
        string[] export = ["export", "--data", demo.Portal.Data, "--from", "@20", "--to", "@300", "--scope", "kind:component", "kind:api", "-o", file];
        var written = await CommandRun.OfEventCatalogAsync(export);
        written.ExitCode.ShouldBe(0, written.All);
        (await CommandRun.OfEventCatalogAsync(export)).ExitCode.ShouldBe(2, "the file is there");
        var key = folder.Write("anchors.pub", (await CommandRun.OfEventCatalogAsync("key", "--data", demo.Portal.Data)).Output);

        var verified = await CommandRun.OfEventCatalogAsync("verify", file, "--key", key);
        verified.ExitCode.ShouldBe(0, verified.All);
        verified.Output.ShouldMatch(@"\d+ events are as they were recorded; \d+ anchors hold; \d+ signed \(key [0-9a-f]{16}\)");

        var tampered = folder.Write("tampered.jsonl", (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("\"lifecycle\": \"production\"", "\"lifecycle\": \"Production\"", StringComparison.Ordinal));
        var found = await CommandRun.OfEventCatalogAsync("audit", "verify", tampered);
        found.ExitCode.ShouldBe(1, found.All);
        found.Output.ShouldMatch(@"Line \d+: @\d+, event \d+ of entity-\S+, was changed");
    }

    [Fact]
    public async Task Verify_and_export_join_the_running_portal_and_agree_with_its_position()
    {
        var position = await demo.Portal.PositionAsync();
        var verify = await CommandRun.OfEventCatalogAsync("verify", "--data", demo.Portal.Data);
        verify.ExitCode.ShouldBe(0, verify.All);
        verify.Output.ShouldContain($"{position} events checked");

        var export = await CommandRun.OfEventCatalogAsync("export", "--data", demo.Portal.Data);
        export.ExitCode.ShouldBe(0, export.Errors);
        var lines = export.Output.TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        lines.Count.ShouldBe((int)position);
        lines.Select(line => line.GetProperty("position").GetInt64()).ShouldBe(Enumerable.Range(1, lines.Count).Select(each => (long)each));
        lines.ShouldAllBe(line => line.GetProperty("hash").GetString()!.Length > 0 && line.GetProperty("type").GetString()!.Length > 0);
    }

    [Fact]
    public async Task Diff_joins_the_running_portal_and_says_what_the_API_says()
    {
        var position = await demo.Portal.PositionAsync();
        var asked = await demo.Portal.AskAsync(
            "query($to: Instant!) { diff(from: \"@40\", to: $to, where: {kind: [\"component\"]}, first: 1000) { nodes { kind ref } } }", new { to = $"@{position}" });
        var json = await CommandRun.OfEventCatalogAsync("diff", "--from", "@40", "--to", $"@{position}", "--where", "kind=component", "--json", "--exit-code", "--data", demo.Portal.Data);
        json.ExitCode.ShouldBe(1, json.All);
        var changes = JsonElement.Parse(json.Output).GetProperty("changes").EnumerateArray().ToList();
        changes.Select(change => $"{change.GetProperty("kind").GetString()} {change.GetProperty("ref").GetString()}")
            .ShouldBe(asked.GetProperty("diff").GetProperty("nodes").EnumerateArray().Select(change => $"{change.GetProperty("kind").GetString()} {change.GetProperty("ref").GetString()}"));
        changes.ShouldAllBe(change => change.GetProperty("events").GetArrayLength() > 0);

        var text = await CommandRun.OfEventCatalogAsync("diff", "--from", "@40", "--to", $"@{position}", "--where", "kind=component", "--data", demo.Portal.Data);
        text.ExitCode.ShouldBe(0, text.All);
        text.Output.ShouldStartWith($"{changes.Count(change => change.GetProperty("kind").GetString() is "ADDED")} added");
        text.Output.ShouldContain($"between @40 and @{position}.");
        changes.ShouldAllBe(change => text.Output.Contains(change.GetProperty("ref").GetString()!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--from soon is no instant", "--from", "soon")]
    [InlineData("--to @x is no instant", "--from", "@1", "--to", "@x")]
    [InlineData("--where kind is no condition", "--from", "@1", "--where", "kind")]
    public async Task A_difference_that_cannot_be_is_wrong_use(string said, params string[] arguments)
    {
        var run = await CommandRun.OfEventCatalogAsync(["diff", "--data", demo.Portal.Data, .. arguments]);
        run.ExitCode.ShouldBe(2, run.All);
        run.Errors.ShouldStartWith(said);
    }

    [Fact]
    public async Task The_printed_schema_is_the_one_the_portal_was_built_with()
    {
        var run = await CommandRun.OfEventCatalogAsync("schema");
        run.ExitCode.ShouldBe(0, run.Errors);
        run.Output.ShouldBe(await File.ReadAllTextAsync(Path.Combine(Checkout.Ui, "schema.graphql"), TestContext.Current.CancellationToken));
    }
}
