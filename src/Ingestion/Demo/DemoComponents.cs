using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>The components, each as it was when its descriptor first entered the catalog.</summary>
internal static class DemoComponents
{
    /// <param name="Name">Also the name of the repository, unless <paramref name="Place"/> says otherwise.</param>
    /// <param name="Type">Kind of software: service, website, library, data-pipeline, ml-model, mobile-feature.</param>
    /// <param name="Owner">The squad.</param>
    /// <param name="System">The system it is part of.</param>
    /// <param name="Lifecycle">experimental, production or deprecated.</param>
    /// <param name="Since">The day its descriptor was added.</param>
    /// <param name="Tags">Separated by spaces.</param>
    /// <param name="Description">What it is for.</param>
    /// <param name="Provides">APIs, separated by spaces; declared in the same file.</param>
    /// <param name="Consumes">APIs, separated by spaces.</param>
    /// <param name="DependsOn">References, separated by spaces.</param>
    /// <param name="PartOf">The component it is a part of.</param>
    /// <param name="Place">Repository and folder, for what lives in a repository with others.</param>
    public sealed record Component(
        string Name, string Type, string Owner, string System, string Lifecycle, string Since, string Tags, string Description,
        string? Provides = null, string? Consumes = null, string? DependsOn = null, string? PartOf = null, string? Place = null);

    public static readonly Component[] All =
    [
        // Engineering Platform
        new("developer-portal", "website", "foundations", "engineering-platform", "production", "2025-11-05", "dotnet-9",
            "The portal: what software exists, who owns it, and what happened to it."),
        new("build-runner", "service", "foundations", "engineering-platform", "production", "2025-11-06", "go-1-24",
            "Runs every build and deployment, about nine hundred a day.", DependsOn: "resource:shop-cluster"),
        new("feature-flags", "service", "foundations", "engineering-platform", "production", "2025-11-06", "go-1-24",
            "Turns features on for some, then for all. Answers from memory when its store is away.", Provides: "feature-flags-api", DependsOn: "resource:shop-cluster"),
        new("service-kit", "library", "foundations", "engineering-platform", "production", "2025-11-10", "java-21 kotlin",
            "Health, tracing, retries and outbox for services on the JVM, so that nobody writes them twice."),
        new("night-jobs", "service", "foundations", "engineering-platform", "deprecated", "2025-11-10", "perl legacy",
            "Crontab of the founding years. Every job in it has an owner who would rather not know.", DependsOn: "resource:orders-db"),

        // Buying
        new("checkout", "service", "checkout", "buying", "production", "2025-11-11", "java-21 kotlin",
            "Takes a basket through address, delivery slot and payment to a placed order.",
            Provides: "checkout-api", Consumes: "accounts-api feature-flags-api payments-api pricing-api stock-api",
            DependsOn: "component:basket component:orders component:service-kit resource:shop-cluster"),
        new("basket", "service", "checkout", "buying", "production", "2025-11-11", "java-21 kotlin",
            "Remembers what people mean to buy, across devices, for thirty days.", Consumes: "pricing-api", DependsOn: "component:service-kit resource:basket-cache"),
        new("orders", "service", "checkout", "buying", "production", "2025-11-11", "java-21 kotlin event-sourced",
            "The life of an order from placed to delivered or returned.", Provides: "order-events",
            DependsOn: "component:service-kit resource:event-stream resource:orders-db"),
        new("order-letters", "service", "checkout", "buying", "production", "2025-11-24", "node-22 typescript",
            "Writes the letters customers get: confirmation, dispatch, delay, apology.", Consumes: "order-events"),
        new("checkout-widgets", "library", "checkout", "buying", "production", "2025-11-24", "node-22 typescript react",
            "Address form, slot picker and payment sheet as web components.", DependsOn: "component:ui-kit"),

        // Paying
        new("payments", "service", "payments", "paying", "production", "2025-11-12", "java-21 pci",
            "Authorises, captures and settles with card schemes and invoice partners.", Provides: "payments-api",
            DependsOn: "component:fraud-score component:service-kit resource:payments-db"),
        new("refunds", "service", "payments", "paying", "production", "2025-11-12", "java-21",
            "Gives money back by the way it came, within two working days.", Consumes: "order-events payments-api", DependsOn: "resource:payments-db"),
        new("gift-cards", "service", "checkout", "buying", "production", "2025-11-26", "node-22 typescript",
            "Sells, loads and redeems gift cards.", DependsOn: "resource:orders-db"),
        new("ledger-export", "data-pipeline", "payments", "paying", "production", "2025-12-01", "python-3-13",
            "Hands yesterday's payments to accounting before six in the morning.", DependsOn: "resource:lake-storage resource:payments-db", Place: "data-pipelines/ledger-export"),
        new("fraud-score", "ml-model", "payments", "paying", "production", "2025-11-12", "python-3-13 gradient-boosting",
            "How likely a payment is to come back as a dispute, in under forty milliseconds.", DependsOn: "component:orders-to-lake"),

        // Prices
        new("pricing", "service", "pricing", "prices", "production", "2025-11-14", "go-1-24",
            "The price of a list of articles for one customer at one moment, with its reasons.", Provides: "pricing-api", DependsOn: "resource:price-book"),
        new("promotions", "service", "pricing", "prices", "production", "2025-11-14", "go-1-24",
            "Vouchers, bundles and seasonal offers, and who may combine them.", DependsOn: "component:pricing resource:price-book"),
        new("price-elasticity", "ml-model", "pricing", "prices", "experimental", "2025-12-02", "python-3-13",
            "What a change of price does to demand, per article group and week.", DependsOn: "resource:lake-storage"),

        // Members
        new("accounts", "service", "membership", "members", "production", "2025-11-13", "dotnet-9 personal-data",
            "Sign-in, addresses and households.", Provides: "accounts-api", DependsOn: "resource:members-db"),
        new("consent-ledger", "service", "membership", "members", "production", "2025-11-13", "dotnet-9 personal-data",
            "What each customer allowed us to do, when, and with which words.", DependsOn: "resource:members-db"),
        new("loyalty", "service", "membership", "members", "production", "2025-11-13", "dotnet-9",
            "Points for orders, points for returning the box, and what they buy.", Consumes: "order-events", DependsOn: "resource:members-db"),
        new("member-pages", "website", "membership", "members", "production", "2025-11-25", "node-22 react typescript",
            "My orders, my addresses, my points.", Consumes: "accounts-api parcel-events", DependsOn: "component:loyalty component:ui-kit"),

        // Browsing
        new("shop-gateway", "service", "discovery", "browsing", "production", "2025-11-17", "node-22 typescript",
            "One graph over catalogue, search, prices and stock, for the shop and the app.", Provides: "shop-graph",
            Consumes: "accounts-api pricing-api stock-api", DependsOn: "component:catalogue component:search"),
        new("search", "service", "discovery", "browsing", "production", "2025-11-17", "java-21",
            "Finds articles by what people type, misspelt or not.", DependsOn: "component:search-ranker resource:search-index"),
        new("catalogue", "service", "discovery", "browsing", "production", "2025-11-17", "java-21",
            "Articles, variants and their texts in six languages.", DependsOn: "resource:article-images resource:event-stream"),
        new("article-indexer", "data-pipeline", "discovery", "browsing", "production", "2025-11-18", "java-21",
            "Rebuilds the search index at night and patches it by day.", DependsOn: "component:catalogue resource:search-index", PartOf: "search", Place: "search/indexer"),
        new("image-sizer", "service", "discovery", "browsing", "production", "2025-11-18", "rust",
            "Makes every size of a product photograph once, on first request.", DependsOn: "resource:article-images"),
        new("web-shop", "website", "web-shop", "browsing", "production", "2025-11-19", "node-22 react typescript",
            "The shop in the browser.", Consumes: "checkout-api shop-graph", DependsOn: "component:checkout-widgets component:image-sizer component:ui-kit"),
        new("gift-finder", "website", "web-shop", "browsing", "production", "2025-11-19", "node-22 react",
            "Five questions, three presents.", Consumes: "recommendations-api shop-graph", DependsOn: "component:ui-kit"),
        new("ui-kit", "library", "web-shop", "browsing", "production", "2025-11-19", "node-22 react typescript",
            "Buttons, forms and colours of the shop, accessible by default.", Place: "web-shop/packages/ui-kit"),
        new("app-feed", "mobile-feature", "pocket", "browsing", "production", "2025-11-19", "kotlin swift",
            "First screen of the app: what is new, what is on its way.", Consumes: "parcel-events recommendations-api shop-graph", Place: "pocket-app/features/feed"),
        new("app-checkout", "mobile-feature", "pocket", "buying", "production", "2025-11-20", "kotlin swift",
            "Buy with a thumb: the app's native checkout.", Consumes: "checkout-api", Place: "pocket-app/features/checkout"),
        new("app-shelf-scan", "mobile-feature", "pocket", "browsing", "experimental", "2025-11-20", "kotlin swift",
            "Point the camera at a thing at home, see what fits beside it.", Consumes: "shop-graph", Place: "pocket-app/features/shelf-scan"),

        // Personalisation
        new("recommender", "service", "recommendations", "personalisation", "production", "2025-11-27", "python-3-13",
            "Serves the models: what to show next, and why.", Provides: "recommendations-api", DependsOn: "component:bought-together resource:shop-cluster"),
        new("bought-together", "ml-model", "recommendations", "personalisation", "production", "2025-11-27", "python-3-13",
            "What people buy along with what is in the basket.", DependsOn: "component:orders-to-lake"),
        new("search-ranker", "ml-model", "recommendations", "personalisation", "production", "2025-11-27", "python-3-13",
            "Orders search results by what people of that season chose.", DependsOn: "component:click-trail"),

        // Warehouse Floor
        new("stock", "service", "warehouse", "warehouse-floor", "production", "2025-11-18", "java-21",
            "How many of each article are where, reserved, or promised.", Provides: "stock-api", DependsOn: "component:service-kit resource:event-stream resource:stock-db"),
        new("picking", "service", "warehouse", "warehouse-floor", "production", "2025-11-18", "java-21",
            "Walks for pickers: shortest way, heavy things first.", Consumes: "order-events stock-api", DependsOn: "resource:stock-db"),
        new("picker-app", "mobile-feature", "warehouse", "warehouse-floor", "production", "2025-11-28", "kotlin",
            "The handheld on the picker's wrist.", DependsOn: "component:picking"),
        new("stock-forecast", "ml-model", "warehouse", "warehouse-floor", "production", "2025-12-03", "python-3-13",
            "What to reorder, two to nine weeks ahead.", DependsOn: "component:orders-to-lake"),

        // Last Mile
        new("delivery-slots", "service", "delivery", "last-mile", "production", "2025-11-21", "dotnet-9",
            "Which two-hour windows can be promised to which door.", Provides: "delivery-slots-api", DependsOn: "component:route-planner"),
        new("route-planner", "service", "delivery", "last-mile", "production", "2025-11-21", "rust",
            "Plans four hundred tours a day, and again when a van breaks down.", DependsOn: "resource:shop-cluster"),
        new("courier-gateway", "service", "delivery", "last-mile", "production", "2025-11-21", "dotnet-9",
            "Speaks with eleven courier companies, each in its own dialect.", Consumes: "order-events"),
        new("parcel-tracking", "service", "delivery", "last-mile", "production", "2025-11-21", "dotnet-9",
            "Where a parcel is and when it will ring the bell.", Provides: "parcel-events", DependsOn: "component:courier-gateway resource:event-stream"),
        new("returns", "service", "delivery", "last-mile", "production", "2025-11-28", "dotnet-9",
            "Labels, pick-ups and inspection of what comes back.", Consumes: "order-events stock-api", DependsOn: "component:courier-gateway component:refunds"),

        // Analytics
        new("event-lake", "data-pipeline", "data-platform", "analytics", "production", "2025-11-20", "python-3-13 spark",
            "Lands the event stream as tables, exactly once, within ten minutes.", DependsOn: "resource:event-stream resource:lake-storage", Place: "data-pipelines/event-lake"),
        new("orders-to-lake", "data-pipeline", "data-platform", "analytics", "production", "2025-11-20", "python-3-13 spark",
            "Order events as a table of order lines, corrected for returns.", Consumes: "order-events", DependsOn: "component:event-lake", Place: "data-pipelines/orders-to-lake"),
        new("click-trail", "data-pipeline", "data-platform", "analytics", "production", "2025-11-20", "python-3-13 spark",
            "What visitors looked at, without who they are.", DependsOn: "component:event-lake", Place: "data-pipelines/click-trail"),
    ];

    public static DemoFile FileOf(Component component) => component.Place?.IndexOf('/', StringComparison.Ordinal) is { } slash
        ? new DemoFile(component.Place[..slash], $"{component.Place[(slash + 1)..]}/catalog-info.yaml")
        : new DemoFile(component.Name, "catalog-info.yaml");

    public static (DemoFile File, JsonObject Descriptor) Document(Component component)
    {
        var file = FileOf(component);
        var descriptor = new DemoDescriptor("Component", component.Name, title: null, component.Description)
            .Annotation("github.com/project-slug", $"{DemoDescriptor.Project}/{file.Repository}")
            .Tags(DemoDescriptor.Words(component.Tags))
            .Link($"{file.RepositoryUrl}", "Source", "github")
            .Spec("type", component.Type)
            .Spec("lifecycle", component.Lifecycle)
            .Spec("owner", component.Owner)
            .Spec("system", component.System)
            .Spec("subcomponentOf", component.PartOf)
            .SpecList("providesApis", component.Provides)
            .SpecList("consumesApis", component.Consumes)
            .SpecList("dependsOn", component.DependsOn);
        return (file, descriptor.Json);
    }
}
