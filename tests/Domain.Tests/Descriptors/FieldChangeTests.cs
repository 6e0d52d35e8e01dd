using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

public class FieldChangeTests
{
    private static IReadOnlyList<FieldChange> Between(string before, string after) => FieldChange.Between(Documents.Json(before), Documents.Json(after));

    [Fact]
    public void Equal_documents_have_no_changes_whatever_the_order_of_their_members() =>
        Between("""{"a":1,"b":{"c":[1,2]}}""", """{"b":{"c":[1,2]},"a":1.0}""").ShouldBeEmpty();

    [Fact]
    public void Each_path_has_its_value_before_and_after()
    {
        var changes = Between("""{"a":1,"b":{"x/y":1,"gone":null},"l":[1]}""", """{"a":2,"b":{"x/y":2,"new~":{}},"l":[1,2]}""");

        changes.Select(change => (change.Path, From: change.From?.GetRawText(), To: change.To?.GetRawText())).ShouldBe(
        [
            ("/a", "1", "2"),
            ("/b/gone", "null", null),
            ("/b/new~0", null, "{}"),
            ("/b/x~1y", "1", "2"),
            ("/l", "[1]", "[1,2]"),
        ]);
    }

    [Fact]
    public void A_map_that_becomes_a_text_changes_as_a_whole() =>
        Between("""{"a":{"b":1}}""", """{"a":"b"}""").ShouldHaveSingleItem().Path.ShouldBe("/a");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Applying_the_changes_leads_from_one_document_to_the_other(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var (before, after) = (RandomMap(random, 3), RandomMap(random, 3));

            var applied = FieldChange.Apply(before, FieldChange.Between(before, after));

            JsonElement.DeepEquals(applied, after).ShouldBeTrue($"seed {seed}, round {round}: {before} to {after} gave {applied}");
            FieldChange.Between(applied, after).ShouldBeEmpty();
        }
    }

    private static JsonElement RandomMap(Random random, int depth) => JsonSerializer.SerializeToElement(Map(random, depth));

    private static JsonObject Map(Random random, int depth)
    {
        var map = new JsonObject();
        string[] names = ["a", "b", "a/b", "~", "~1", "", "0", "é"];
        for (var count = random.Next(5); count > 0; count--)
            map[names[random.Next(names.Length)]] = Value(random, depth - 1);
        return map;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.Next(3)),
        3 => JsonValue.Create(0.5),
        4 => JsonValue.Create(random.Next(2) == 0 ? "x" : "y"),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => JsonValue.Create(random.Next(2)))]),
        _ => Map(random, depth),
    };
}
