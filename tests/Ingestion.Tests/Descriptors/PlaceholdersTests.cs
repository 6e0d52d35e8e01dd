using System.Text;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Descriptors;

namespace EventCatalog.Ingestion.Tests.Descriptors;

public class PlaceholdersTests
{
    private static async Task<ResolvedDocument> Resolve(string yaml, params (string Target, string Text)[] files)
    {
        var document = DescriptorReader.Read(Encoding.UTF8.GetBytes(yaml)).ShouldHaveSingleItem();
        return await Placeholders.ResolveAsync(
            document.Root!.Value,
            document.Map,
            (target, _) => ValueTask.FromResult(
                files.FirstOrDefault(file => file.Target == target) is { Text: { } text } ? PlaceholderText.Of(text) : PlaceholderText.Refused("NotFoundError: no such file")),
            TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("a: {$text: ./f}", "x: 1\n", """{"a":"x: 1\n"}""")]
    [InlineData("a: {$json: ./f}", """{"x":[1,null]}""", """{"a":{"x":[1,null]}}""")]
    [InlineData("a: {$json: ./f}", "null", """{"a":null}""")]
    [InlineData("a: {$yaml: ./f}", "x: 0x10\n", """{"a":{"x":16}}""")]
    [InlineData("a: {$yaml: ./f}", "[1, 2]", """{"a":[1,2]}""")]
    [InlineData("a: [1, {b: {$text: ./f}}]", "x", """{"a":[1,{"b":"x"}]}""")]
    [InlineData("a: {$text: ./f, b: 1}", "x", """{"a":{"$text":"./f","b":1}}""")]
    [InlineData("a: {$other: ./f}", "x", """{"a":{"$other":"./f"}}""")]
    [InlineData("a: {$other: {$text: ./f}}", "x", """{"a":{"$other":{"$text":"./f"}}}""")]
    [InlineData("a: {$yaml: ./f}", "b: {$text: ./f}", """{"a":{"b":{"$text":"./f"}}}""")]
    [InlineData("$text: ./f", "x", "\"x\"")]
    public async Task A_map_of_one_known_key_is_replaced_and_what_it_brings_is_not_looked_through(string yaml, string content, string expected)
    {
        var resolved = await Resolve(yaml, ("./f", content));

        resolved.Fault.ShouldBeNull();
        JsonElement.DeepEquals(resolved.Root!.Value, JsonSerializer.Deserialize<JsonElement>(expected)).ShouldBeTrue(resolved.Root.ToString());
    }

    [Theory]
    [InlineData("a: {$text: 5}", "", "/a", "Placeholder $text expected a string value parameter, in the form of an absolute URL or a relative path")]
    [InlineData("a: {$text: ./none}", "", "/a", "Placeholder $text could not read location ./none, NotFoundError: no such file")]
    [InlineData("a: {$json: ./f}", "{", "/a", "Placeholder $json failed to parse JSON data at ./f, ")]
    [InlineData("a: {$yaml: ./f}", "a: 1\n---\nb: 1\n", "/a", "Placeholder $yaml expected to find exactly one document of data at ./f, found 2")]
    [InlineData("a: {$yaml: ./f}", "# nothing\n", "/a", "Placeholder $yaml expected to find exactly one document of data at ./f, found 0")]
    [InlineData("a: {b: [{$yaml: ./f}]}", "a: [\n", "/a/b/0", "Placeholder $yaml found an error in the data at ./f, ")]
    public async Task A_placeholder_that_cannot_be_replaced_is_a_fault_at_its_place(string yaml, string content, string pointer, string message)
    {
        var fault = (await Resolve(yaml, ("./f", content))).Fault!;

        fault.Pointer.ShouldBe(pointer);
        fault.Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task What_a_placeholder_brought_stands_where_the_placeholder_does()
    {
        var resolved = await Resolve("spec:\n  definition:\n    $yaml: ./f\n", ("./f", "$yaml: x\n"));

        resolved.Map.Find("/spec/definition/$yaml").ShouldBe((2, 3));
        resolved.Targets.ShouldBe(["./f"]);
    }

    [Fact]
    public async Task What_is_nested_too_deep_once_it_was_brought_is_refused_by_the_rules()
    {
        var resolved = await Resolve("a: {b: {c: {$json: ./f}}}", ("./f", new string('[', 60) + new string(']', 60)));

        DescriptorRules.Judge(resolved.Root!.Value).Fault!.Rule.ShouldBe("nesting-is-bounded");
    }

    [Fact]
    public async Task A_document_without_placeholders_is_handed_back_as_it_is() =>
        (await Resolve("a: {b: 1}")).Root!.Value.GetRawText().ShouldBe("""{"a":{"b":1}}""");
}
