using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

public class FacetRowTests
{
    private static IReadOnlyCollection<FacetRow> Of(string more) => FacetRow.Of(
        Documents.Json($$$"""{"kind":"Component","metadata":{"name":"Cart","uid":"u","etag":"e"},"spec":{"owner":"shop"{{{more}}} } }"""),
        []);

    [Fact]
    public void Paths_are_lower_case_and_values_as_written()
    {
        var rows = Of(""","Type":"Service","size":2,"half":0.5,"on":true,"none":null""");

        rows.ShouldBe(
        [
            new("kind", "Component"), new("spec.owner", "shop"), new("spec.type", "Service"), new("spec.size", "2"), new("spec.half", "0.5"),
            new("spec.on", "true"), new("spec.none", null), new("metadata.name", "Cart"), new("metadata.namespace", "default"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void Lists_repeat_their_path_and_texts_in_them_are_paths_too() =>
        Of(""","tags":["Java","java",1,["x"]]""").Where(row => row.Key.StartsWith("spec.tags", StringComparison.Ordinal)).ShouldBe(
        [
            new("spec.tags", "Java"), new("spec.tags.java", "true"), new("spec.tags", "java"), new("spec.tags", "1"), new("spec.tags", "x"), new("spec.tags.x", "true"),
        ], ignoreOrder: true);

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Longer_values_exist_but_equal_nothing(int length, bool isKept) =>
        Of($",\"long\":\"{new string('x', length)}\"").Single(row => row.Key == "spec.long").Value.ShouldBe(isKept ? new string('x', length) : null);

    [Fact]
    public void Longer_paths_are_left_out() =>
        Of($",\"{new string('k', 196)}\":1").ShouldNotContain(row => row.Value == "1");

    [Fact]
    public void Relations_of_the_entity_itself_are_paths()
    {
        var cart = Documents.Component();

        FacetRow.Of(cart, Relations.Of(cart)).Where(row => row.Key.StartsWith("relations.", StringComparison.Ordinal))
            .ShouldBe([new("relations.ownedby", "group:default/shop")]);
    }
}
