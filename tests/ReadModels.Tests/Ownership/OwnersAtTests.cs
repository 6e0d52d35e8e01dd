using System.Text.Json;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests.Ownership;

public sealed class OwnersAtTests
{
    private const string Ask =
        """
        query($instant: Instant!, $refs: [EntityRef!], $systems: [EntityRef!]) { ownersAt(instant: $instant, refs: $refs, systems: $systems) {
          entityRef systemRef state ownerRef moved then { ref title contacts { kind label } } now { ref } } }
        """;

    [Fact]
    public async Task A_system_is_asked_about_as_it_was_with_its_owners_and_how_they_were_reached_then()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Team("shop", "#shop-then"));
        await catalog.SeeAsync(Group("pay"));
        await catalog.SeeAsync(SystemOf("checkout"));
        await catalog.SeeAsync(Component("cart", "shop", system: "checkout"));
        await catalog.SeeAsync(Component("depot", "nobody"));
        var incident = catalog.Position;
        await catalog.SeeAsync(Team("shop", "#shop-now"));
        await catalog.SeeAsync(Component("cart", "pay"));
        await catalog.SeeAsync(Component("later", "shop", system: "checkout"));

        var rows = (await catalog.AskAsync(Ask, new { instant = $"@{incident}", refs = new[] { "component:depot", "component:later" }, systems = new[] { "system:checkout" } }))
            .GetProperty("ownersAt").EnumerateArray().ToDictionary(row => row.GetProperty("entityRef").GetString()!);

        rows.Keys.ShouldBe(["component:default/cart", "system:default/checkout", "component:default/depot", "component:default/later"]);
        var cart = rows["component:default/cart"];
        cart.GetProperty("systemRef").GetString().ShouldBe("system:default/checkout");
        cart.GetProperty("then").ToString().ShouldBe("""{"ref":"group:default/shop","title":"shop","contacts":[{"kind":"CHAT","label":"#shop-then"}]}""");
        (cart.GetProperty("now").GetProperty("ref").GetString(), cart.GetProperty("moved").GetBoolean()).ShouldBe(("group:default/pay", true));
        rows["system:default/checkout"].GetProperty("moved").GetBoolean().ShouldBeFalse();
        var depot = rows["component:default/depot"];
        (depot.GetProperty("state").GetString(), depot.GetProperty("ownerRef").GetString(), depot.GetProperty("then").ValueKind)
            .ShouldBe(("OWNER_UNKNOWN", "group:default/nobody", JsonValueKind.Null));
        rows["component:default/later"].GetProperty("state").GetString().ShouldBe("ABSENT");

        // The same by the time at which it was so.
        var byTime = (await catalog.AskAsync(Ask, new { instant = "2026-03-01T16:30:00Z", refs = new[] { "component:cart" } })).GetProperty("ownersAt")[0];
        byTime.GetProperty("then").GetProperty("contacts")[0].GetProperty("label").GetString().ShouldBe("#shop-then");
        (await catalog.AnswerAsync(Ask, new { instant = "@1" })).GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("Name from 1 to 200");
    }

    private static string Team(string name, string channel) =>
        JsonSerializer.Serialize(new
        {
            apiVersion = "backstage.io/v1alpha1", kind = "Group",
            metadata = new { name, @namespace = "default", annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["acme.com/slack"] = channel } },
            spec = new { type = "team", children = Array.Empty<string>() },
        });
}
