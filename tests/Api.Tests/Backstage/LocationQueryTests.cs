using System.Text.Json;
using EventCatalog.Api.Backstage;
using EventCatalog.ReadModels.Backstage;

namespace EventCatalog.Api.Tests.Backstage;

public sealed class LocationQueryTests
{
    private static readonly CatalogLocation[] Locations =
    [
        CatalogLocation.Of("2", "url", "https://git.example/shop/catalog-info.yaml"),
        CatalogLocation.Of("1", "file", "/srv/shop"),
        CatalogLocation.Of("3", "url", "https://git.example/stock/catalog-info.yaml"),
    ];

    [Fact]
    public void The_name_of_a_generated_location_is_a_hash_of_its_type_and_target() =>
        // As Backstage names it: sha1 of "url:https://example.com/catalog-info.yaml".
        CatalogLocation.Of("1", "url", "https://example.com/catalog-info.yaml").EntityRef.ShouldBe("location:default/generated-94fde8d1a3274d54a87afa4868abb452412d59c6");

    [Theory]
    [InlineData("{}", "1 2 3")]
    [InlineData("""{"query":{"type":"URL"}}""", "2 3")]
    [InlineData("""{"query":{"type":"url","target":{"$hasPrefix":"https://git.example/stock"}}}""", "3")]
    [InlineData("""{"query":{"$not":{"id":{"$in":["1","2"]}}}}""", "3")]
    [InlineData("""{"query":{"$any":[{"id":"1"},{"$all":[{"type":"url"},{"id":"2"}]}]}}""", "1 2")]
    [InlineData("""{"query":{"target":{"$exists":false}}}""", "")]
    public void A_query_keeps_what_it_says_ordered_by_id(string body, string expected)
    {
        var (items, total, next) = Of(body).Of(Locations);
        string.Join(' ', items.Select(location => location.Id)).ShouldBe(expected);
        total.ShouldBe(items.Count);
        next.ShouldBeNull();
    }

    [Fact]
    public void Pages_lead_to_the_end_by_cursors_that_keep_the_query()
    {
        var (first, total, next) = Of("""{"limit":1,"query":{"type":"url"}}""").Of(Locations);
        var (second, _, end) = Of(JsonSerializer.Serialize(new { cursor = next })).Of(Locations);
        (first.Single().Id, second.Single().Id, total, end).ShouldBe(("2", "3", 2, null));
    }

    [Theory]
    [InlineData("""{"limit":0}""", "Limit must be a positive integer >= 1")]
    [InlineData("""{"query":[]}""", "Query must be an object")]
    [InlineData("""{"cursor":""}""", "Cursor cannot be empty")]
    [InlineData("""{"cursor":"?"}""", "Malformed cursor")]
    [InlineData("""{"query":{"owner":"a"}}""", "unknown field \"owner\"")]
    [InlineData("""{"query":{"type":1}}""", "for field \"type\"")]
    [InlineData("""{"query":{"$all":1}}""", "$all expects a list")]
    public void What_cannot_be_read_is_refused(string body, string part) =>
        Should.Throw<Exception>(() => Of(body).Of(Locations)).ShouldSatisfyAllConditions(
            refusal => refusal.Message.ShouldContain(part),
            refusal => (refusal is Fault or BadQueryException).ShouldBeTrue());

    private static LocationQuery Of(string body) => LocationQuery.Of(JsonElement.Parse(body));
}
