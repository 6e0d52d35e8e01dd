using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>The organisation, its departments and squads as they stood in November 2025, and everyone who works there.</summary>
internal static class DemoPeople
{
    /// <summary>The squad that looks after the catalog itself.</summary>
    public const string CatalogKeepers = "foundations";

    public sealed record Team(string Name, string Title, string Type, string? Parent, string Mission, string Channel);

    public sealed record Person(string Name, string DisplayName, string Team, string Role);

    public static readonly Team[] Teams =
    [
        new("meridian", "Meridian Hearthgoods", "root", null,
            "Things for the home that last, at the door on the day you asked for.", "all-hands"),

        new("storefront", "Storefront & Members", "business-unit", "meridian",
            "Everything a visitor sees, from the first search to the membership card.", "dept-storefront"),
        new("commerce", "Commerce & Payments", "business-unit", "meridian",
            "The right price, a checkout that never loses an order, and money that adds up.", "dept-commerce"),
        new("logistics", "Logistics", "business-unit", "meridian",
            "Goods in, goods out, and goods back again.", "dept-logistics"),
        new("platform", "Platform & Data", "business-unit", "meridian",
            "The ground the other squads stand on: runtime, data and models.", "dept-platform"),

        new("discovery", "Discovery", "team", "storefront", "People find the thing they came for, and one they did not know they wanted.", "team-discovery"),
        new("web-shop", "Web Shop", "team", "storefront", "The shop in the browser: fast on an old phone, usable without a mouse.", "team-web-shop"),
        new("pocket", "Pocket", "team", "storefront", "The shop in the pocket: the app on both platforms.", "team-pocket"),
        new("membership", "Membership", "team", "storefront", "Accounts, consent and the loyalty programme.", "team-membership"),
        new("checkout", "Checkout", "team", "commerce", "From a full basket to a placed order, without a lost click.", "team-checkout"),
        new("payments", "Payments", "team", "commerce", "Take money, give it back, and agree with the bank every morning.", "team-payments"),
        new("pricing", "Pricing", "team", "commerce", "One price per article and moment, explainable to the customer.", "team-pricing"),
        new("warehouse", "Warehouse", "team", "logistics", "Know what lies where, and bring it to the ramp in time.", "team-warehouse"),
        new("delivery", "Delivery", "team", "logistics", "Promise a delivery slot and keep it; take returns back as kindly.", "team-delivery"),
        new("foundations", "Foundations", "team", "platform", "Build, run and find software at Meridian; keepers of this catalog.", "team-foundations"),
        new("data-platform", "Data Platform", "team", "platform", "Events in, trustworthy tables out, by seven in the morning.", "team-data"),
        new("recommendations", "Recommendations", "team", "platform", "Models that earn their keep, measured every week.", "team-recommendations"),
    ];

    public static readonly Person[] People =
    [
        new("henrik.dove", "Henrik Dove", "platform", "Head of Platform & Data"),
        new("ludmila.frost", "Ludmila Frost", "foundations", "Principal Engineer"),
        new("ciaran.voss", "Ciaran Voss", "foundations", "Site Reliability Engineer"),
        new("okan.bright", "Okan Bright", "foundations", "Software Engineer"),
        new("vesna.hale", "Vesna Hale", "storefront", "Head of Storefront"),
        new("august.lindmoor", "August Lindmoor", "commerce", "Head of Commerce"),
        new("rosalind.eck", "Rosalind Eck", "logistics", "Head of Logistics"),
        new("ilse.varga", "Ilse Varga", "discovery", "Engineering Lead"),
        new("tobin.ashgrove", "Tobin Ashgrove", "discovery", "Search Engineer"),
        new("runa.feldt", "Runa Feldt", "web-shop", "Engineering Lead"),
        new("casimir.bloom", "Casimir Bloom", "web-shop", "Frontend Engineer"),
        new("odette.marrow", "Odette Marrow", "pocket", "Engineering Lead"),
        new("jarek.lundgate", "Jarek Lundgate", "pocket", "Mobile Engineer"),
        new("priya.solhame", "Priya Solhame", "membership", "Engineering Lead"),
        new("anselm.croftley", "Anselm Croftley", "membership", "Software Engineer"),
        new("mirela.kestrel", "Mirela Kestrel", "checkout", "Engineering Lead"),
        new("bram.tidewell", "Bram Tidewell", "checkout", "Software Engineer"),
        new("yusra.halden", "Yusra Halden", "checkout", "Software Engineer"),
        new("dagny.orchard", "Dagny Orchard", "payments", "Engineering Lead"),
        new("femi.callowell", "Femi Callowell", "payments", "Software Engineer"),
        new("leopold.hartwick", "Leopold Hartwick", "pricing", "Engineering Lead"),
        new("sanna.brookmere", "Sanna Brookmere", "pricing", "Data Scientist"),
        new("gudrun.pelter", "Gudrun Pelter", "warehouse", "Engineering Lead"),
        new("matteo.ridgeway", "Matteo Ridgeway", "warehouse", "Software Engineer"),
        new("hollis.vanemark", "Hollis Vanemark", "delivery", "Engineering Lead"),
        new("amara.strand", "Amara Strand", "delivery", "Software Engineer"),
        new("wenzel.quillon", "Wenzel Quillon", "delivery", "Software Engineer"),
        new("thea.marchbank", "Thea Marchbank", "delivery", "Operations Researcher"),
        new("ingrid.saltmarsh", "Ingrid Saltmarsh", "data-platform", "Engineering Lead"),
        new("noor.tamsett", "Noor Tamsett", "data-platform", "Data Engineer"),
        new("petra.woldegrove", "Petra Woldegrove", "recommendations", "Engineering Lead"),
        new("elio.brandtner", "Elio Brandtner", "recommendations", "Machine Learning Engineer"),
    ];

    public static readonly DemoFile Organisation = new("catalog", "org/organisation.yaml");

    public static readonly DemoFile Everyone = new("catalog", "org/people.yaml");

    public static DemoFile SquadFile(string squad) => new("catalog", $"org/squads/{squad}.yaml");

    public static (DemoFile File, JsonObject Descriptor) Document(Team team)
    {
        var squad = string.Equals(team.Type, "team", StringComparison.Ordinal);
        var descriptor = new DemoDescriptor("Group", team.Name, team.Title, team.Mission)
            .Annotation("slack.com/channel", $"#{team.Channel}")
            .Annotation("slack.com/channel-url", $"https://chat.example.com/channels/{team.Channel}")
            .Annotation("pagerduty.com/service-id", squad ? PagerCode(team.Name) : null)
            .Link($"https://wiki.example.com/teams/{team.Name}", "Team page", "group")
            .Spec("type", team.Type)
            .Spec("parent", team.Parent)
            .Spec("children", new JsonArray())
            .Spec("profile", new JsonObject { ["displayName"] = team.Title, ["email"] = $"{team.Name}@meridian.example" });
        return (squad ? SquadFile(team.Name) : Organisation, descriptor.Json);
    }

    public static (DemoFile File, JsonObject Descriptor) Document(Person person)
    {
        var descriptor = new DemoDescriptor("User", person.Name, title: null, person.Role)
            .Annotation("github.com/user-login", person.Name.Replace('.', '-'))
            .Spec("profile", new JsonObject { ["displayName"] = person.DisplayName, ["email"] = $"{person.Name}@meridian.example" })
            .Spec("memberOf", new JsonArray(person.Team));
        return (Everyone, descriptor.Json);
    }

    /// <summary>An invented identifier in the shape of the paging service's own: a P and six more capitals or digits.</summary>
    public static string PagerCode(string name)
    {
        const string letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        var chance = new SplitMix64(name.Aggregate(7UL, (sum, letter) => (sum * 31) + letter));
        return string.Concat(Enumerable.Range(0, 6).Select(_ => letters[chance.Below(letters.Length)]).Prepend('P'));
    }
}
