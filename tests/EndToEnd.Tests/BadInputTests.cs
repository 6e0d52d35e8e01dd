using System.Text;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>What is wrong with an input is recorded with its place, and harms nothing beside it.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task Each_bad_input_is_a_recorded_problem_and_its_neighbours_are_in_the_catalog()
    {
        using var folder = new TempFolder();
        var source = folder.At("source");
        WriteRubbish(source, outside: folder.Write("outside/catalog-info.yaml", Descriptor.Component("outside", "shop")));
        var (missing, unreachable) = (folder.At("never/made"), "http://127.0.0.1:1/nobody/home.git");
        await using var portal = await Portal.StartAsync("--source", source, missing, unreachable);
        await portal.SettledAsync(sources: 3);

        var problems = await ProblemsAsync(portal);
        problems.ShouldContain(problem => problem.Target == missing && problem.Message.Contains("never/made", StringComparison.Ordinal));
        problems.ShouldContain(problem => problem.Target == unreachable && problem.Message.Length > 20);
        ShouldBePlaced(problems, "big/catalog-info.yaml", "52,428,800");
        ShouldBePlaced(problems, "bomb/catalog-info.yaml", "alias");
        ShouldBePlaced(problems, "link/catalog-info.yaml", "symbolic link");
        ShouldBePlaced(problems, "binary/catalog-info.yaml", "");
        ShouldBePlaced(problems, "long/catalog-info.yaml", new string('n', 64)).Line.ShouldNotBeNull();

        var seen = await Seen.EntitiesAsync(portal);
        seen.Keys.ShouldBe(["component:default/neighbour", "component:default/other-neighbour", "group:default/shop"]);
    }

    [Fact]
    public async Task Crawling_bad_input_once_says_what_was_refused_and_ends_with_exit_code_1()
    {
        using var folder = new TempFolder();
        var source = folder.At("source");
        WriteRubbish(source, outside: folder.Write("outside/catalog-info.yaml", Descriptor.Component("outside", "shop")));

        var data = folder.At("data");
        var run = await CommandRun.OfEventCatalogAsync("crawl", "--once", "--data", data, "--source", source, folder.At("never/made"));

        run.ExitCode.ShouldBe(1, run.All);
        run.Output.ShouldContain("3 found");
        run.Output.ShouldContain("5 refused");
        run.Output.ShouldContain("unreachable:");
        run.Output.ShouldContain("long/catalog-info.yaml:4:");
        run.All.ShouldNotContain("   at EventCatalog.");
    }

    private static void WriteRubbish(string source, string outside)
    {
        void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(source, path))!);
            File.WriteAllText(Path.Combine(source, path), text);
        }

        Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("neighbour", "shop")));
        Write("long/catalog-info.yaml", Descriptor.Documents(Descriptor.Component(new string('n', 64), "shop"), Descriptor.Component("other-neighbour", "shop")));
        Write("bomb/catalog-info.yaml", YamlBomb());
        Write("big/catalog-info.yaml", "");
        using (var big = File.OpenWrite(Path.Combine(source, "big/catalog-info.yaml"))) big.SetLength(50L * 1024 * 1024);
        Write("binary/catalog-info.yaml", "");
        File.WriteAllBytes(Path.Combine(source, "binary/catalog-info.yaml"), [.. Enumerable.Range(0, 4096).Select(each => (byte)(each * 131 % 256))]);
        Directory.CreateDirectory(Path.Combine(source, "link"));
        File.CreateSymbolicLink(Path.Combine(source, "link/catalog-info.yaml"), outside);
    }

    /// <summary>Nine lines that would be a thousand million values.</summary>
    private static string YamlBomb()
    {
        var text = new StringBuilder("l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var level = 1; level < 9; level++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"l{level}: &l{level} [{string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 10))}]\n");
        return text + Descriptor.Component("bomb", "shop");
    }

    private static RecordedProblem ShouldBePlaced(IReadOnlyList<RecordedProblem> problems, string file, string said)
    {
        var problem = problems.Where(each => each.File == file).ShouldHaveSingleItem();
        problem.Message.ShouldContain(said, Case.Insensitive);
        return problem;
    }

    private static async Task<IReadOnlyList<RecordedProblem>> ProblemsAsync(Portal portal)
    {
        var data = await portal.AskAsync("{ sources { target problems { message file line severity } } }");
        return
        [
            .. from source in data.GetProperty("sources").EnumerateArray()
               from problem in source.GetProperty("problems").EnumerateArray()
               select new RecordedProblem(
                   source.GetProperty("target").GetString()!, problem.GetProperty("file").GetString(),
                   problem.GetProperty("line") is { ValueKind: JsonValueKind.Number } line ? line.GetInt32() : null, problem.GetProperty("message").GetString()!),
        ];
    }

    private sealed record RecordedProblem(string Target, string? File, int? Line, string Message);
}
