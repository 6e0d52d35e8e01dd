using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.Ingestion.Descriptors;

namespace EventCatalog.Ingestion.Tests.Descriptors;

public class DescriptorReaderTests
{
    private static IReadOnlyList<ReadDocument> Read(string text) => DescriptorReader.Read(Encoding.UTF8.GetBytes(text));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    [Theory]
    [MemberData(nameof(YamlVerdicts.Rows), MemberType = typeof(YamlVerdicts))]
    public void Every_text_gets_the_verdict_of_npm_yaml(string name, string yaml, string[] documents)
    {
        var read = Read(yaml);

        read.Select(document => document.Root is null ? "refused" : "read").ShouldBe(documents.Select(expected => expected == "refused" ? "refused" : "read"), name);
        foreach (var (document, expected) in read.Zip(documents))
            (document.Root is not { } root || JsonElement.DeepEquals(root, Json(expected))).ShouldBeTrue($"{name}: {document.Root} is not {expected}");
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void An_implicit_key_has_at_most_1024_characters(int length, bool isRead) =>
        Read($"{new string('k', length)}: 1\n").ShouldHaveSingleItem().Root.HasValue.ShouldBe(isRead);

    [Theory]
    [InlineData(98, true)]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void An_anchor_may_be_used_99_times(int uses, bool isRead) =>
        Read($"a: &x 1\nb: [{string.Join(", ", Enumerable.Repeat("*x", uses))}]\n").ShouldHaveSingleItem().Root.HasValue.ShouldBe(isRead);

    [Fact]
    public void A_billion_laughs_are_refused_within_a_second()
    {
        var bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var level = 1; level < 12; level++)
            bomb.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n");
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());

        var document = Read(bomb.ToString()).ShouldHaveSingleItem();

        document.Fault!.Message.ShouldContain("Excessive alias count");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 * 1024 * 1024);
    }

    [Fact]
    public void Aliases_that_multiply_sideways_are_stopped_by_the_size_of_what_they_make()
    {
        // Every anchor is used only a few times, so that the count of npm yaml never strikes.
        var bomb = new StringBuilder($"a: &a \"{new string('x', 300_000)}\"\n");
        for (var level = 0; level < 5; level++)
        {
            for (var anchor = 0; anchor < 3; anchor++)
                bomb.Append(CultureInfo.InvariantCulture, $"l{level}x{anchor}: &l{level}x{anchor} [{(level == 0 ? "*a, *a, *a" : $"*l{level - 1}x0, *l{level - 1}x1, *l{level - 1}x2")}]\n");
        }

        Read(bomb.ToString()).ShouldHaveSingleItem().Root.ShouldBeNull();
    }

    [Fact]
    public void Nesting_deeper_than_anyone_writes_is_refused() =>
        Read($"a: {new string('[', 100_000)}").ShouldHaveSingleItem().Fault!.Rule.ShouldBe("yaml-is-sound");

    [Fact]
    public void Bytes_that_are_not_UTF8_are_not_text() =>
        DescriptorReader.Read(new byte[] { (byte)'a', (byte)':', (byte)' ', 0xE9, (byte)'\n' }).ShouldHaveSingleItem().Fault!.Rule.ShouldBe("not-text");

    [Fact]
    public void Bytes_with_a_zero_are_not_text() =>
        DescriptorReader.Read(new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 0 }).ShouldHaveSingleItem().Fault!.Rule.ShouldBe("not-text");

    [Theory]
    [InlineData("text\n", "Expected object at root, got string")]
    [InlineData("5\n", "Expected object at root, got number")]
    [InlineData("true\n", "Expected object at root, got boolean")]
    [InlineData("- a\n", "Expected object at root, got object")]
    public void A_root_that_is_no_map_is_named(string yaml, string message)
    {
        var fault = Read(yaml).ShouldHaveSingleItem().Fault!;
        (fault.Rule, fault.Message).ShouldBe(("root-is-a-map", message));
    }

    [Fact]
    public void Documents_have_their_number_and_first_line_and_empty_ones_count()
    {
        var documents = Read("# head\n---\na: 1\n---\n# nothing\n---\nb: [\n---\nc: 1\n");

        documents.Select(document => (document.Number, document.Line, document.Fault is null)).ShouldBe([(1, 2, true), (3, 6, false), (4, 8, true)]);
    }

    [Fact]
    public void A_fault_of_the_syntax_has_its_place()
    {
        var document = Read("a: 1\n---\nb: 1\nc:\n\td: 1\n").Last();

        document.Map.Find("").ShouldBe((5, 1));
        document.Map.Find("/c/d").ShouldBe((5, 1));
    }

    [Fact]
    public void Values_have_places_and_missing_ones_that_of_what_is_around_them()
    {
        var map = Read("first: 1\n---\nkind: Component\nmetadata:\n  name:   cart\n  annotations:\n    acme.com/a~b: x\nspec:\n  dependsOn:\n    - resource:db\n").Last().Map;

        map.Find("/metadata/name").ShouldBe((5, 11));
        map.Find("/metadata").ShouldBe((4, 1));
        map.Find("/metadata/annotations/acme.com~1a~0b").ShouldBe((7, 19));
        map.Find("/spec/dependsOn/0").ShouldBe((10, 7));
        map.Find("/spec/dependsOn/7").ShouldBe((9, 3));
        map.Find("/spec/owner").ShouldBe((8, 1));
        map.Find("/nothing").ShouldBe((3, 1));
    }

    [Fact]
    public void A_broken_document_does_not_harm_its_neighbours_wherever_it_breaks()
    {
        string[] broken = ["a: [", "a: {", "a: \"", "a: '", "a: |\n x\nb", "\tx: 1", "a: *none", "? [", "a: 1\na: 2", "&a &b c", "%YAML 1.2"];
        foreach (var text in broken)
        {
            var documents = Read($"before: 1\n---\n{text}\n---\nafter: 1\n");
            documents.Select(document => document.Root is null).ShouldBe([false, true, false], text);
        }
    }

    [Fact]
    public void A_large_file_is_read_in_little_time()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(number =>
            $"---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: c{number}\nspec:\n  type: service\n  lifecycle: production\n  owner: team\n"));
        var watch = Stopwatch.StartNew();

        Read(text).Count.ShouldBe(5_000);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
