namespace EventCatalog.Ingestion.Demo;

/// <summary>What happened to software in the year: new things, hand-overs, promotions, removals, and the graph between them.</summary>
internal static class DemoYear
{
    public static readonly DemoComponents.Component[] Newcomers =
    [
        new("wish-list", "service", "membership", "members", "experimental", "2026-01-20", "dotnet-9",
            "Keeps what people dream of, and tells them when it gets cheaper.", Consumes: "pricing-api", DependsOn: "resource:members-db"),
        new("pickup-points", "service", "delivery", "last-mile", "experimental", "2026-02-24", "dotnet-9",
            "Kiosks and lockers where parcels wait for people.", DependsOn: "component:courier-gateway"),
        new("fit-advisor", "ml-model", "recommendations", "personalisation", "experimental", "2026-03-10", "python-3-13",
            "Will the sofa go through the door? A model with opinions.", DependsOn: "component:click-trail resource:article-images"),
        new("price-lab", "website", "pricing", "prices", "experimental", "2026-03-24", "node-22 react",
            "Where category managers try a price before customers see it.", Consumes: "pricing-api", DependsOn: "component:price-elasticity"),
        new("app-wish-list", "mobile-feature", "pocket", "members", "production", "2026-05-05", "kotlin swift",
            "The wish list in the app, shared with the family.", DependsOn: "component:wish-list", Place: "pocket-app/features/wish-list"),
        new("returns-desk", "website", "returns", "last-mile", "production", "2026-07-07", "node-24 react",
            "Where inspectors look at what came back and decide what becomes of it.", Consumes: "returns-api", DependsOn: "component:ui-kit"),
        new("subscriptions", "service", "checkout", "buying", "experimental", "2026-08-18", "java-25 kotlin",
            "Candles every month: orders that place themselves.", Consumes: "checkout-api payments-api", DependsOn: "component:orders component:service-kit"),
        new("carbon-meter", "data-pipeline", "data-platform", "analytics", "experimental", "2026-09-08", "python-3-14 spark",
            "Grams of carbon dioxide per parcel, from tours and weights.", Consumes: "parcel-events", DependsOn: "component:event-lake component:route-planner",
            Place: "data-pipelines/carbon-meter"),
        new("search-suggest", "service", "discovery", "browsing", "experimental", "2026-10-06", "rust",
            "Finishes the word people are typing.", DependsOn: "component:search-ranker resource:search-index"),
        // The squad it names was merged away in June: nobody owns it, and that is one of the problems the portal shows.
        new("app-room-view", "mobile-feature", "pocket", "browsing", "experimental", "2026-10-20", "kotlin swift",
            "Stands the lamp in your own room, life size.", Consumes: "shop-graph", Place: "pocket-app/features/room-view"),
    ];

    public static void Tell(DemoStory story)
    {
        foreach (var newcomer in Newcomers)
            DemoBeginning.Enters(story, newcomer, AuthorOf(newcomer.Name), $"Add {newcomer.Name}");

        Winter(story);
        Spring(story);
        Summer(story);
        Autumn(story);
    }

    private static void Winter(DemoStory story)
    {
        story.On("2025-12-04", "mirela.kestrel", "Describe what checkout promises on busy days")
            .Describes("component:checkout", "Takes a basket through address, delivery slot and payment to a placed order. Built for eleven orders a second.");
        story.On("2025-12-15", "bram.tidewell", "Offer delivery slots during checkout")
            .Consumes("component:checkout", "delivery-slots-api").Tags("component:checkout", "customer-facing");
        story.On("2025-12-16", "ilse.varga", "Say what the gateway does when pricing is slow")
            .Describes("component:shop-gateway", "One graph over catalogue, search, prices and stock, for the shop and the app. Answers without prices rather than not at all.");
        story.On("2026-01-13", "okan.bright", "Move the invoice reminder out of night-jobs").Describes("component:night-jobs",
            "Crontab of the founding years. Four jobs left; each has an owner who would rather not know.");
        story.On("2026-01-15", "femi.callowell", "Export the ledger in the new accounting format")
            .Tags("component:ledger-export", "accounting").Describes("component:ledger-export", "Hands yesterday's payments to accounting before six in the morning, as double entries.");
        story.On("2026-01-21", "yusra.halden", "Redeem gift cards in checkout")
            .DependsOn("component:checkout", "component:gift-cards")
            .Redefines("api:checkout-api", "version: 2.3.0", "version: 2.4.0")
            .Redefines("api:checkout-api", "enum: [address, slot, payment, consent]", "enum: [address, slot, payment, consent, giftCardPin]");
        story.On("2026-01-27", "mirela.kestrel", "Hand order letters to Membership, who own the words we use")
            .HandsOver("membership", "component:order-letters").BelongsTo("members", "component:order-letters");
        story.On("2026-02-03", "dagny.orchard", "Take over gift cards: they are money, and money is ours")
            .HandsOver("payments", "component:gift-cards").BelongsTo("paying", "component:gift-cards").DependsOn("component:gift-cards", "resource:payments-db");
        story.On("2026-02-11", "femi.callowell", "Gift cards no longer read the orders database")
            .NoLongerDependsOn("component:gift-cards", "resource:orders-db").Consumes("component:gift-cards", "order-events");
        story.On("2026-02-12", "selma.ostrander", "Ask payment intents to be repeatable")
            .Redefines("api:payments-api", "version: 4.1.0", "version: 4.2.0")
            .Redefines("api:payments-api", "summary: Open a payment intent\n", "summary: Open a payment intent; repeatable by Idempotency-Key\n");
        story.On("2026-02-17", "tobin.ashgrove", "Search understands materials").Tags("component:search", "customer-facing", "materials")
            .Describes("component:search", "Finds articles by what people type, misspelt or not, by colour and by material.");
        story.On("2026-02-25", "matteo.ridgeway", "Let services watch stock instead of asking again")
            .Redefines("api:stock-api", "rpc Release(ReleaseRequest) returns (ReleaseReply);", "rpc Release(ReleaseRequest) returns (ReleaseReply);\n  rpc Watch(AvailableRequest) returns (stream AvailableReply);");
        story.On("2026-02-26", "ilse.varga", "The gateway watches stock").Tags("component:shop-gateway", "customer-facing", "streaming");
    }

    private static void Spring(DemoStory story)
    {
        story.On("2026-03-05", "leopold.hartwick", "Quote a price for a date to come")
            .Redefines("api:pricing-api", "rpc Explain(ExplainRequest) returns (ExplainReply);", "rpc Explain(ExplainRequest) returns (ExplainReply);\n  rpc Preview(QuoteRequest) returns (QuoteReply);");
        story.On("2026-03-17", "ciaran.voss", "Clean up all.yaml: drop what no squad claimed")
            .Rewrites("location:meridian-catalog", it => it.Spec().Exclude("targets", DemoSystems.BridgeTarget))
            .Loses("resource:tape-bridge", "No location refers to resources/tape-bridge.yaml any more");
        story.On("2026-03-19", "gudrun.pelter", "Bring the tape bridge back: the goods-in mainframe still needs it")
            .Rewrites("location:meridian-catalog", it => it.Spec().Include("targets", DemoSystems.BridgeTarget))
            .FindsAgain("resource:tape-bridge");
        story.On("2026-03-20", "gudrun.pelter", "Say plainly what hangs on the tape bridge")
            .Describes("resource:tape-bridge", "Nightly file exchange with the goods-in mainframe. If it is gone on a Monday, no lorry is unloaded on Tuesday.")
            .Tags("resource:tape-bridge", "do-not-remove");
        story.On("2026-03-26", "okan.bright", "Move stock snapshots out of night-jobs")
            .Describes("component:night-jobs", "Crontab of the founding years. One job left: the order archive.");
        story.On("2026-03-31", "sanna.brookmere", "Price elasticity earns its keep: to production").Promotes("component:price-elasticity")
            .Describes("component:price-elasticity", "What a change of price does to demand, per article group and week. Checked against a control group every month.");
        story.On("2026-04-02", "ilse.varga", "Take the search ranker from Recommendations: we are paged for it anyway")
            .HandsOver("discovery", "component:search-ranker").BelongsTo("browsing", "component:search-ranker");
        story.On("2026-04-09", "petra.woldegrove", "Recommendations 1.0: shelves may be filtered")
            .Redefines("api:recommendations-api", "version: 0.9.0", "version: 1.0.0").Tags("api:recommendations-api", "stable");
        story.On("2026-04-10", "bram.tidewell", "Show what was bought together in the basket").Consumes("component:basket", "recommendations-api");
        story.On("2026-04-14", "amara.strand", "Open returns to shop and app: a first API")
            .Declares(DemoApis.Document("returns-api", DemoComponents.All.Single(it => it.Name is "returns"), "experimental"))
            .Provides("component:returns", "returns-api");
        story.On("2026-04-21", "priya.solhame", "The wish list leaves the experiment").Promotes("component:wish-list")
            .Redefines("api:shop-graph", "  points: Int!", "  points: Int!\n  wishList: [Article!]!").DependsOn("component:shop-gateway", "component:wish-list");
        story.On("2026-04-28", "runa.feldt", "Give the UI kit a repository of its own")
            .Moves("component:ui-kit", new DemoFile("ui-kit", "catalog-info.yaml"))
            .Annotates("component:ui-kit", "github.com/project-slug", $"{DemoDescriptor.Project}/ui-kit");
        story.On("2026-05-07", "anselm.croftley", "Members may say how they like to be addressed")
            .Redefines("api:accounts-api", "version: 1.8.0", "version: 1.9.0")
            .Redefines("api:accounts-api", "summary: A member, as far as the caller's purpose allows", "summary: A member and their form of address, as far as the caller's purpose allows");
        story.On("2026-05-13", "hollis.vanemark", "Parcels can wait at pick-up points").Redefines("api:parcel-events", "version: 1.1.0", "version: 1.2.0")
            .Redefines("api:parcel-events", "delivered, returned]", "at-pickup-point, delivered, returned]");
        story.On("2026-05-19", "hollis.vanemark", "Pick-up points go live in four towns").Promotes("component:pickup-points")
            .Tags("component:pickup-points", "customer-facing");
        story.On("2026-05-20", "yusra.halden", "Choose a pick-up point during checkout").DependsOn("component:checkout", "component:pickup-points")
            .Redefines("api:checkout-api", "version: 2.4.0", "version: 2.5.0")
            .Redefines("api:checkout-api", "doorNote: { type: string, maxLength: 200 }", "doorNote: { type: string, maxLength: 200 }\n        pickupPointId: { type: string }");
        story.On("2026-05-27", "bram.tidewell", "Archive orders by policy of the database").NoLongerDependsOn("component:night-jobs", "resource:orders-db");
        story.On("2026-05-28", "okan.bright", "Remove night-jobs: the last job has moved out").Deletes("catalog-info.yaml was deleted", "component:night-jobs");
    }

    private static void Summer(DemoStory story)
    {
        story.On("2026-06-18", "amara.strand", "Returns can be handed over at pick-up points").DependsOn("component:returns", "component:pickup-points")
            .Redefines("api:returns-api", "version: 0.1.0", "version: 0.2.0");
        story.On("2026-06-23", "amara.strand", "Returns get their own database")
            .Declares(DemoSystems.Document(
                new("returns-db", "database", "returns", "last-mile", "2026-06-23", "postgres-18", "Returns, their inspections and what was decided."),
                new DemoFile("infrastructure", "catalog/returns-db.yaml")))
            .DependsOn("component:returns", "resource:returns-db");
        story.On("2026-06-30", "wenzel.quillon", "Orders learn that things come back").Redefines("api:order-events", "version: 1.6.0", "version: 1.7.0")
            .Redefines("api:order-events", "    OrderCancelled: { payload: ", "    OrderReturned: { payload: { type: object, required: [orderId, lines] } }\n    OrderCancelled: { payload: ");
        story.On("2026-07-02", "noor.tamsett", "Correct order lines for returns as they are announced")
            .Describes("component:orders-to-lake", "Order events as a table of order lines, corrected for returns within the hour.");
        story.On("2026-07-09", "leopold.hartwick", "The price lab opens for category managers").Promotes("component:price-lab").Tags("component:price-lab", "back-office");
        story.On("2026-07-15", "amara.strand", "Returns API 1.0").Promotes("api:returns-api").Redefines("api:returns-api", "version: 0.2.0", "version: 1.0.0");
        story.On("2026-07-16", "jarek.lundgate", "Announce returns in the shop").Consumes("component:web-shop", "returns-api").Consumes("component:app-feed", "returns-api");
        story.On("2026-07-22", "gudrun.pelter", "Picking walks past the heavy things first").Tags("component:picking", "warehouse-floor")
            .Describes("component:picking", "Walks for pickers: shortest way, heavy things first, never against the forklift.");
        story.On("2026-08-05", "ludmila.frost", "Flags may be watched by browsers").Redefines("api:feature-flags-api", "rpc Watch(EvaluateRequest) returns (stream EvaluateReply);",
            "rpc Watch(EvaluateRequest) returns (stream EvaluateReply);\n  rpc Explain(EvaluateRequest) returns (EvaluateReply);").Tags("component:feature-flags", "customer-facing");
        story.On("2026-08-11", "petra.woldegrove", "Take over the fraud score: it is a model, and models are ours")
            .HandsOver("recommendations", "component:fraud-score").Tags("component:fraud-score", "model-card");
        story.On("2026-08-13", "elio.brandtner", "Fraud score learns from chargebacks within the day")
            .DependsOn("component:fraud-score", "component:ledger-export").Describes("component:fraud-score",
            "How likely a payment is to come back as a dispute, in under forty milliseconds. Retrained every night.");
        story.On("2026-08-26", "hollis.vanemark", "Slots know the size of the van").Redefines("api:delivery-slots-api", "version: 1.2.0", "version: 1.3.0")
            .Redefines("api:delivery-slots-api", "{ name: litres, in: query, schema: { type: integer } }", "{ name: litres, in: query, schema: { type: integer } }\n        - { name: longestSide, in: query, schema: { type: integer } }");
    }

    private static void Autumn(DemoStory story)
    {
        story.On("2026-09-03", "tobin.ashgrove", "Link the explorer of the graph")
            .Links("api:shop-graph", "https://graph.example.com/explorer", "Explorer", "dashboard");
        story.On("2026-09-15", "runa.feldt", "Take over image sizing from Discovery").HandsOver("shopfront", "component:image-sizer", "resource:article-images");
        story.On("2026-09-17", "jarek.lundgate", "Wish list belongs on the first screen").DependsOn("component:app-feed", "component:app-wish-list");
        story.On("2026-09-24", "wenzel.quillon", "Couriers get a dialect each").Describes("component:courier-gateway", "Speaks with fourteen courier companies, each in its own dialect.");
        story.On("2026-09-29", "odette.marrow", "Shelf scan will end with the year: the room view does it better").Deprecates("component:app-shelf-scan");
        story.On("2026-10-01", "yusra.halden", "Subscriptions pass checkout like everyone").DependsOn("component:subscriptions", "component:checkout")
            .NoLongerConsumes("component:subscriptions", "payments-api");
        story.On("2026-10-13", "elio.brandtner", "Retire the fit advisor: a tape measure was right more often").Deprecates("component:fit-advisor")
            .Describes("component:fit-advisor", "Will the sofa go through the door? Retired; a tape measure was right more often.");
        story.On("2026-10-22", "leopold.hartwick", "Give the shop the lowest recent price for its labels").Tags("api:pricing-api", "price-transparency")
            .Tags("component:pricing", "customer-facing", "price-transparency");
        story.On("2026-11-04", "noor.tamsett", "Carbon meter agrees with the fuel bills: to production").Promotes("component:carbon-meter");
        story.On("2026-11-10", "mirela.kestrel", "Freeze checkout for the busy weeks")
            .Annotates("component:checkout", "meridian.example/change-freeze", "2026-11-16/2026-12-27");
        story.On("2026-11-11", "bram.tidewell", "Describe what checkout promises this year")
            .Describes("component:checkout", "Takes a basket through address, delivery slot or pick-up point and payment to a placed order. Built for fourteen orders a second.");
        story.On("2026-11-12", "tobin.ashgrove", "Suggestions for everyone in two languages").Promotes("component:search-suggest").DependsOn("component:shop-gateway", "component:search-suggest");
        story.On("2026-11-13", "ludmila.frost", "The portal learns to look back").Describes("component:developer-portal",
            "The portal: what software exists, who owns it, and what happened to it since the third of November 2025.");
    }

    private static string AuthorOf(string component) => component switch
    {
        "wish-list" => "anselm.croftley",
        "pickup-points" => "wenzel.quillon",
        "fit-advisor" => "elio.brandtner",
        "price-lab" => "sanna.brookmere",
        "app-wish-list" => "odette.marrow",
        "returns-desk" => "amara.strand",
        "subscriptions" => "yusra.halden",
        "carbon-meter" => "noor.tamsett",
        "search-suggest" => "tobin.ashgrove",
        _ => "jarek.lundgate",
    };
}
