using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Domains, systems and the resources they run on.</summary>
internal static class DemoSystems
{
    public sealed record Area(string Name, string Title, string Owner, string Description);

    public sealed record SystemOf(string Name, string Title, string Domain, string Owner, string Description);

    public sealed record Resource(
        string Name, string Type, string Owner, string? System, string Since, string Tags, string Description, string? DependsOn = null);

    public static readonly Area[] Domains =
    [
        new("shopping", "Shopping", "storefront", "What happens before the basket is full: finding, choosing, being recognised."),
        new("commerce", "Commerce", "commerce", "Prices, baskets, orders and money."),
        new("fulfilment", "Fulfilment", "logistics", "From the shelf in the warehouse to the door, and back."),
        new("engineering", "Engineering", "platform", "What the software itself needs: runtime, data, models."),
    ];

    public static readonly SystemOf[] Systems =
    [
        new("browsing", "Browsing", "shopping", "discovery", "Search, catalogue and the pages and screens people browse with."),
        new("members", "Members", "shopping", "membership", "Who the customer is, what they allow us, what they earned."),
        new("personalisation", "Personalisation", "shopping", "recommendations", "Rankings and suggestions, and the models behind them."),
        new("buying", "Buying", "commerce", "checkout", "Basket, checkout and orders."),
        new("paying", "Paying", "commerce", "payments", "Card, invoice and gift card payments, refunds, and the ledger."),
        new("prices", "Prices", "commerce", "pricing", "List prices, promotions, and how they come about."),
        new("warehouse-floor", "Warehouse Floor", "fulfilment", "warehouse", "Stock, picking and everything with a shelf number."),
        new("last-mile", "Last Mile", "fulfilment", "delivery", "Delivery slots, couriers, tracking and returns."),
        new("analytics", "Analytics", "engineering", "data-platform", "The event lake and the tables the company is steered by."),
        new("engineering-platform", "Engineering Platform", "engineering", "foundations", "Builds, flags, and the portal you are looking at."),
    ];

    public static readonly Resource[] Resources =
    [
        new("event-stream", "kafka-cluster", "data-platform", "analytics", "2025-11-07", "kafka", "The company's one event stream. Topics are owned by the services that write them."),
        new("orders-db", "database", "checkout", "buying", "2025-11-11", "postgres-16", "Orders since 2019, partitioned by month; the source of truth for what was bought."),
        new("basket-cache", "cache", "checkout", "buying", "2025-11-11", "valkey", "Baskets of the last thirty days. Losing it loses baskets, never orders."),
        new("payments-db", "database", "payments", "paying", "2025-11-12", "postgres-16 pci", "Payment intents and their state machine. Inside the card data boundary."),
        new("members-db", "database", "membership", "members", "2025-11-13", "postgres-16 personal-data", "Accounts, consents and point balances."),
        new("price-book", "database", "pricing", "prices", "2025-11-14", "postgres-16", "Every price of every article at every moment since 2021, append only."),
        new("stock-db", "database", "warehouse", "warehouse-floor", "2025-11-18", "postgres-16", "What lies where, to the shelf."),
        new("search-index", "search-cluster", "discovery", "browsing", "2025-11-17", "opensearch", "Forty thousand articles in six languages; rebuilt every night."),
        new("article-images", "object-storage", "discovery", "browsing", "2025-11-17", "images", "Original product photographs and every size made from them."),
        new("lake-storage", "object-storage", "data-platform", "analytics", "2025-11-20", "parquet", "Raw and curated tables of the event lake, by day."),
        new("shop-cluster", "kubernetes-cluster", "foundations", "engineering-platform", "2025-11-06", "kubernetes production", "Where every customer-facing service runs; three zones."),
    ];

    /// <summary>A machine older than the catalog, described in the catalog's own repository.</summary>
    public static readonly Resource Bridge = new("tape-bridge", "mainframe-bridge", "warehouse", "warehouse-floor", "2025-11-20", "legacy",
        "Nightly file exchange with the goods-in mainframe. Nobody loves it; nothing arrives without it.", "resource:stock-db");

    public static readonly DemoFile SystemsFile = new("catalog", "systems.yaml");

    public static readonly DemoFile BridgeFile = new("catalog", "resources/tape-bridge.yaml");

    public static readonly DemoFile EntryFile = new("catalog", "all.yaml");

    public static DemoFile FileOf(Resource resource) => new("infrastructure", $"catalog/{resource.Name}.yaml");

    public static (DemoFile File, JsonObject Descriptor) Document(Area domain) => (SystemsFile,
        new DemoDescriptor("Domain", domain.Name, domain.Title, domain.Description).Spec("owner", domain.Owner).Json);

    public static (DemoFile File, JsonObject Descriptor) Document(SystemOf system) => (SystemsFile,
        new DemoDescriptor("System", system.Name, system.Title, system.Description)
            .Link($"https://wiki.example.com/systems/{system.Name}", "Architecture notes", "docs")
            .Spec("owner", system.Owner)
            .Spec("domain", system.Domain).Json);

    public static (DemoFile File, JsonObject Descriptor) Document(Resource resource, DemoFile file) => (file,
        new DemoDescriptor("Resource", resource.Name, title: null, resource.Description)
            .Annotation("github.com/project-slug", $"{DemoDescriptor.Project}/{file.Repository}")
            .Tags(DemoDescriptor.Words(resource.Tags))
            .Spec("type", resource.Type)
            .Spec("owner", resource.Owner)
            .Spec("system", resource.System)
            .SpecList("dependsOn", resource.DependsOn).Json);

    /// <summary>The file the whole catalog hangs from. Services are found by searching the git host; these are the files that are not.</summary>
    public static (DemoFile File, JsonObject Descriptor) Entry => (EntryFile,
        new DemoDescriptor("Location", "meridian-catalog", "Meridian catalog", "Where the catalog starts: the organisation, the systems, and what has no repository of its own.")
            .Spec("targets", new JsonArray("./org/organisation.yaml", "./org/people.yaml", "./org/squads/*.yaml", "./systems.yaml", BridgeTarget, "./templates/*/template.yaml")).Json);

    public const string BridgeTarget = "./resources/tape-bridge.yaml";
}
