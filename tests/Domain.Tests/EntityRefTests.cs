using System.Text.Json;

namespace EventCatalog.Domain.Tests;

public class EntityRefTests
{
    [Theory]
    [InlineData("a", "group:default/a")]
    [InlineData("b/c", "group:b/c")]
    [InlineData("a:c", "a:default/c")]
    [InlineData("A:B/C", "a:b/c")]
    [InlineData("a:b:c", "a:default/b:c")]
    [InlineData("a/b/c", "group:a/b/c")]
    [InlineData("a/b:c", "group:a/b:c")]
    [InlineData(" a ", "group:default/ a ")]
    public void A_reference_is_read_as_Backstage_does(string text, string expected) =>
        EntityRef.Parse(text, "Group").ToString().ShouldBe(expected);

    [Theory]
    [InlineData(":c")]
    [InlineData("a:")]
    [InlineData("/c")]
    [InlineData("b/")]
    [InlineData("a:/c")]
    public void A_part_that_is_there_but_empty_is_refused(string text)
    {
        Should.Throw<RuleViolation>(() => EntityRef.Parse(text, "Group")).Message
            .ShouldBe($"Entity reference \"{text}\" was not on the form [<kind>:][<namespace>/]<name>");
        EntityRef.TryParse(text, out _, "Group").ShouldBeFalse();
    }

    [Fact]
    public void The_empty_text_is_no_reference() =>
        Should.Throw<RuleViolation>(() => EntityRef.Parse("", "Group")).Message.ShouldBe("Entity reference must not be empty");

    [Fact]
    public void Without_a_default_the_kind_must_be_written() =>
        Should.Throw<RuleViolation>(() => EntityRef.Parse("artists-db")).Message
            .ShouldBe("Entity reference \"artists-db\" had missing or empty kind (e.g. did not start with \"component:\" or similar)");

    [Fact]
    public void References_that_differ_in_case_are_equal() =>
        EntityRef.Parse("Component:Shop/Cart").ShouldBe(EntityRef.Parse("component:shop/cart"));

    [Fact]
    public void A_reference_in_JSON_is_its_text()
    {
        var cart = EntityRef.Parse("component:shop/cart");
        JsonSerializer.Serialize(cart).ShouldBe("\"component:shop/cart\"");
        JsonSerializer.Deserialize<EntityRef>("\"component:shop/cart\"").ShouldBe(cart);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<EntityRef>("\"cart\""));
    }
}
