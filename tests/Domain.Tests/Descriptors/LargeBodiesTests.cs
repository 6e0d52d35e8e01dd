using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

public class LargeBodiesTests
{
    private static readonly string Long = new('x', LargeBodies.Threshold + 1);

    [Fact]
    public void Long_texts_are_kept_apart_and_can_be_put_back()
    {
        var descriptor = Documents.Json($$$"""{"a":"{{{Long}}}","b":["{{{Long}}}","short"],"c":1}""");

        var (detached, bodies) = LargeBodies.Detach(descriptor);

        bodies.ShouldHaveSingleItem().Value.ShouldBe(Long);
        detached.GetRawText().Length.ShouldBeLessThan(300);
        LargeBodies.HashesIn(detached).ShouldBe([bodies.Keys.Single(), bodies.Keys.Single()]);
        JsonElement.DeepEquals(LargeBodies.Attach(detached, bodies), descriptor).ShouldBeTrue();
    }

    [Fact]
    public void A_text_of_the_threshold_stays()
    {
        var descriptor = Documents.Json($$"""{"a":"{{Long[1..]}}","b":"{{Long[1..]}}"}""");
        LargeBodies.Detach(descriptor).Bodies.ShouldBeEmpty();
    }

    [Fact]
    public void A_hash_that_is_not_given_stays_a_marker()
    {
        var detached = LargeBodies.Detach(Documents.Json($$"""{"a":"{{Long}}"}""")).Descriptor;
        var other = new Dictionary<string, string>(StringComparer.Ordinal) { ["00"] = "other" };
        JsonElement.DeepEquals(LargeBodies.Attach(detached, other), detached).ShouldBeTrue();
    }
}
