using System.Text.Json;
using EventCatalog.Api.Commands;

namespace EventCatalog.Api.Tests;

/// <summary>What <c>validate</c> prints, in each of its formats.</summary>
public sealed class ValidateTests : IDisposable
{
    private const string Bad = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: not a name, 100%\nspec: { type: service, lifecycle: production, owner: shop }\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventcatalog-validate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Text_says_place_document_pointer_rule_and_what_to_do()
    {
        var (code, text) = await ValidateAsync("text");

        code.ShouldBe(1);
        var lines = text.Split('\n');
        lines[0].ShouldContain("catalog-info.yaml:4:9: \"metadata.name\" is not valid;");
        lines[1].ShouldBe("  document 1, at /metadata/name, rule name-is-valid");
        lines[2].ShouldStartWith("  Use letters and digits");
    }

    [Fact]
    public async Task Github_annotations_escape_what_their_format_reserves()
    {
        var (code, text) = await ValidateAsync("github");

        code.ShouldBe(1);
        var line = text.Trim().Split('\n').ShouldHaveSingleItem();
        line.ShouldStartWith("::error file=");
        line.ShouldContain(",line=4,col=9,title=name-is-valid::");
        line.ShouldContain("\"not a name, 100%25\"");
        line.ShouldContain("%0AUse letters and digits");
    }

    /// <summary>What the schema of SARIF 2.1.0 requires of the members that are written.</summary>
    [Fact]
    public async Task Sarif_has_the_shape_of_its_standard()
    {
        var (code, text) = await ValidateAsync("sarif");

        code.ShouldBe(1);
        var log = JsonElement.Parse(text);
        log.EnumerateObject().Select(member => member.Name).ShouldBe(["$schema", "version", "runs"], ignoreOrder: true);
        log.GetProperty("version").GetString().ShouldBe("2.1.0");
        var run = log.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        var driver = run.GetProperty("tool").GetProperty("driver");
        driver.GetProperty("name").GetString().ShouldBe("eventcatalog");
        var rules = driver.GetProperty("rules").EnumerateArray().ToArray();
        rules.Select(rule => rule.GetProperty("id").GetString()).ShouldBeUnique();
        rules[0].GetProperty("help").GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
        run.GetProperty("columnKind").GetString().ShouldBeOneOf("utf16CodeUnits", "unicodeCodePoints");
        run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean().ShouldBeTrue();

        var result = run.GetProperty("results").EnumerateArray().ShouldHaveSingleItem();
        result.GetProperty("level").GetString().ShouldBeOneOf("none", "note", "warning", "error");
        result.GetProperty("message").GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("not a name, 100%");
        rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString().ShouldBe(result.GetProperty("ruleId").GetString());
        var physical = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Uri.TryCreate(physical.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.RelativeOrAbsolute, out _).ShouldBeTrue();
        (physical.GetProperty("region").GetProperty("startLine").GetInt32(), physical.GetProperty("region").GetProperty("startColumn").GetInt32()).ShouldBe((4, 9));
    }

    [Fact]
    public async Task Sarif_of_sound_descriptors_has_no_results_and_of_a_missing_target_a_failed_run()
    {
        var sound = JsonElement.Parse((await ValidateAsync("sarif", Bad.Replace("not a name, 100%", "cart"))).Output).GetProperty("runs")[0];
        sound.GetProperty("results").GetArrayLength().ShouldBe(0);

        var (code, text) = await RunAsync("validate", "--format", "sarif", Path.Combine(_folder.FullName, "missing"));
        code.ShouldBe(3);
        JsonElement.Parse(text).GetProperty("runs")[0].GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_kinds_that_a_switch_adds_are_sound_and_hold_for_what_is_named_after_them()
    {
        var kinds = Path.Combine(Repository.Root, "src", "Api", "Kinds", "ai-resources.yaml");
        var file = Path.Combine(_folder.FullName, "ai.yaml");
        await File.WriteAllTextAsync(file, """
            apiVersion: backstage.io/v1alpha1
            kind: AiResource
            metadata: { name: review }
            spec: { type: plugin, lifecycle: production, owner: shop, skills: [read] }
            ---
            apiVersion: backstage.io/v1alpha1
            kind: API
            metadata: { name: tools }
            spec: { type: mcp-server, lifecycle: production, owner: shop, remotes: [{ type: sse, url: https://tools.example }] }
            ---
            apiVersion: backstage.io/v1alpha1
            kind: AiResource
            metadata: { name: bad }
            spec: { type: plugin, lifecycle: production, owner: shop }

            """, TestContext.Current.CancellationToken);

        var (code, text) = await RunAsync("validate", kinds, file);

        code.ShouldBe(1);
        text.ShouldContain("ai-resources.yaml: 6 sound, 0 refused");
        text.ShouldContain("ai.yaml:14:1: /spec must have required property 'skills' - missingProperty: skills");
        text.ShouldContain("ai.yaml: 2 sound, 1 refused");
        (await RunAsync("validate", file)).Output.ShouldContain("ai.yaml: 0 sound, 3 refused");
    }

    [Theory]
    [InlineData("--format", "xml")]
    [InlineData("--as-source", "folder-1")]
    [InlineData("--against", "portal")]
    [InlineData("--against", "http://127.0.0.1:7080", "--format", "sarif")]
    public async Task What_makes_no_sense_is_wrong_use(params string[] options) =>
        (await RunAsync(["validate", .. options, _folder.FullName])).ExitCode.ShouldBe(2);

    private async Task<(int ExitCode, string Output)> ValidateAsync(string format, string text = Bad)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "catalog-info.yaml"), text, TestContext.Current.CancellationToken);
        return await RunAsync("validate", "--format", format, _folder.FullName);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var (output, before) = (new StringWriter(), Console.Out);
        Console.SetOut(output);
        try
        {
            return (await AllCommands.RunAsync(arguments), output.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }
}
