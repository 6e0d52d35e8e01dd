using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>What happened to people and squads in the year, and the descriptors that were refused.</summary>
internal static class DemoReorganisation
{
    public static readonly DemoPeople.Team Shopfront = new("shopfront", "Shopfront", "team", "storefront",
        "One shop, on whatever glass people look at: browser and app from one squad.", "sq-shopfront");

    public static readonly DemoPeople.Team GoodsBack = new("goods-back", "Goods Back", "team", "logistics",
        "What comes back is looked at within a day and paid back within two.", "sq-goods-back");

    public static readonly DemoPeople.Person[] Joiners =
    [
        new("selma.ostrander", "Selma Ostrander", "payments", "Software Engineer"),
        new("idris.falkenrath", "Idris Falkenrath", "pocket", "Mobile Engineer"),
        new("wren.hollowell", "Wren Hollowell", "returns", "Software Engineer"),
    ];

    public static void Tell(DemoStory story)
    {
        Comings(story);
        Merger(story);
        Split(story);
    }

    private static void Comings(DemoStory story)
    {
        story.On("2026-02-02", "dagny.orchard", "Welcome Selma to Payments").Declares(DemoPeople.Document(Joiners[0]));
        story.On("2026-03-02", "vesna.hale", "Anselm leads the consent work").Describes("user:anselm.croftley", "Senior Software Engineer");
        story.On("2026-05-04", "odette.marrow", "Welcome Idris to Pocket").Declares(DemoPeople.Document(Joiners[1]));
        story.On("2026-07-01", "august.lindmoor", "Yusra becomes Staff Engineer").Describes("user:yusra.halden", "Staff Engineer");
        story.On("2026-07-31", "runa.feldt", "Goodbye Casimir, and thank you").Deletes("Left the company", "user:casimir.bloom");
        story.On("2026-08-24", "odette.marrow", "Odette and Jarek have married").IsNamed("user:odette.marrow", "Odette Marrow-Lundgate");
        story.On("2026-09-01", "amara.strand", "Welcome Wren to Returns").Declares(DemoPeople.Document(Joiners[2]));
        story.On("2026-10-05", "henrik.dove", "Noor leads Data Platform while Ingrid is away").Describes("user:noor.tamsett", "Engineering Lead")
            .Describes("user:ingrid.saltmarsh", "Engineering Lead, on leave until April");
    }

    private static void Merger(DemoStory story)
    {
        story.On("2026-06-01", "vesna.hale", "Web Shop and Pocket become Shopfront").Declares(DemoPeople.Document(Shopfront))
            .Joins("shopfront", "runa.feldt", "casimir.bloom", "odette.marrow", "jarek.lundgate", "idris.falkenrath");
        story.On("2026-06-02", "runa.feldt", "Hand everything of Web Shop to Shopfront")
            .HandsOver("shopfront", "component:web-shop", "component:gift-finder", "component:ui-kit");
        story.On("2026-06-03", "odette.marrow", "Hand everything of Pocket to Shopfront")
            .HandsOver("shopfront", "component:app-feed", "component:app-checkout", "component:app-shelf-scan", "component:app-wish-list");
        story.On("2026-06-04", "vesna.hale", "Say what Storefront is now")
            .Describes("group:storefront", "Everything a visitor sees, from the first search to the membership card, with three squads.");
        story.On("2026-06-12", "vesna.hale", "Close the squads that became Shopfront").Deletes("Merged into Shopfront", "group:web-shop", "group:pocket");
    }

    private static void CalledReturns(JsonObject squad)
    {
        squad.Metadata()["title"] = "Returns";
        squad.Metadata().Child("annotations")["slack.com/channel"] = "#sq-returns";
        squad.Metadata().Child("annotations")["slack.com/channel-url"] = "https://chat.example.com/channels/sq-returns";
        squad.Metadata()["links"]![0]!["url"] = "https://wiki.example.com/teams/returns";
        squad.Spec()["profile"] = new JsonObject { ["displayName"] = "Returns", ["email"] = "returns@meridian.example" };
    }

    private static void Split(DemoStory story)
    {
        story.On("2026-06-15", "rosalind.eck", "Returns becomes a squad of its own").Declares(DemoPeople.Document(GoodsBack))
            .Joins("goods-back", "amara.strand", "wenzel.quillon")
            .Describes("user:amara.strand", "Engineering Lead")
            .Describes("group:delivery", "Promise a delivery slot and keep it.");
        story.On("2026-06-16", "amara.strand", "Take returns along from Delivery").HandsOver("goods-back", "component:returns", "api:returns-api");
        story.On("2026-06-17", "dagny.orchard", "Refunds go to Returns, who know what they are for")
            .HandsOver("goods-back", "component:refunds").BelongsTo("last-mile", "component:refunds");
        story.On("2026-06-22", "amara.strand", "Nobody says Goods Back: the squad is called Returns")
            .Renames("group:goods-back", "returns", CalledReturns)
            .Joins("returns", "amara.strand", "wenzel.quillon")
            .HandsOver("returns", "component:returns", "api:returns-api", "component:refunds");
    }
}
