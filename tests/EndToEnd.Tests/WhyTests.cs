using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Why a field has the value it has (D10).</summary>
public sealed class WhyTests(DemoPortal demo) : IClassFixture<DemoPortal>
{
    private const int AtOnce = 25;

    [Fact]
    public async Task Every_leaf_of_every_entity_of_the_demo_is_led_back_to_a_source_or_a_rule()
    {
        using var client = new HttpClient { BaseAddress = demo.Portal.Url };
        var entities = JsonNode.Parse(await client.GetStringAsync("/api/catalog/entities", TestContext.Current.CancellationToken))!.AsArray();
        var leaves = entities.SelectMany(entity => LeavesOf(entity!.AsObject())).ToList();
        leaves.Count.ShouldBeGreaterThan(500);

        foreach (var some in leaves.Chunk(AtOnce))
        {
            var fields = some.Select((leaf, index) =>
                $"w{index}: why(ref: {JsonSerializer.Serialize(leaf.Ref)}, path: {JsonSerializer.Serialize(leaf.Path)}) {{ value source {{ kind rule target path line }} chain {{ after }} }}");
            var answer = await demo.Portal.AskAsync($"{{ {string.Join('\n', fields)} }}");
            for (var index = 0; index < some.Length; index++)
            {
                var (reference, path, value) = some[index];
                var why = answer.GetProperty($"w{index}");
                why.GetProperty("chain").GetArrayLength().ShouldBeGreaterThan(0, $"{reference} {path}");
                var shown = why.GetProperty("value");
                JsonElement.DeepEquals(why.GetProperty("chain")[0].GetProperty("after"), shown).ShouldBeTrue($"{reference} {path}: the chain does not end in {shown}");
                (IsLongText(shown) || JsonElement.DeepEquals(shown, JsonSerializer.SerializeToElement(value))).ShouldBeTrue($"{reference} {path} is shown as {value}, explained as {shown}");
                var source = why.GetProperty("source");
                (source.GetProperty("rule").GetString() ?? source.GetProperty("target").GetString()).ShouldNotBeNullOrEmpty($"{reference} {path}");
            }
        }
    }

    /// <summary>What the REST API shows of the descriptor; uid, etag and relations are its own.</summary>
    private static IEnumerable<(string Ref, string Path, JsonNode? Value)> LeavesOf(JsonObject entity)
    {
        var metadata = entity["metadata"]!.AsObject();
        var reference = $"{entity["kind"]}:{metadata["namespace"]}/{metadata["name"]}".ToLowerInvariant();
        metadata.Remove("uid");
        metadata.Remove("etag");
        entity.Remove("relations");
        return Walk("", entity).Select(leaf => (reference, leaf.Path, leaf.Value));
    }

    private static IEnumerable<(string Path, JsonNode? Value)> Walk(string path, JsonNode? value) => value is JsonObject { Count: > 0 } members
        ? members.SelectMany(member => Walk($"{path}/{member.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", member.Value))
        : [(path, value)];

    private static bool IsLongText(JsonElement value) => value.ValueKind is JsonValueKind.Object && value.TryGetProperty("$body", out _);
}
