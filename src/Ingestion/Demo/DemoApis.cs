using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>The APIs, each in the file of the component that provides it; owner, lifecycle and system are the component's.</summary>
internal static class DemoApis
{
    public sealed record Api(string Name, string Title, string Type, string Definition, string Tags, string Description);

    public static readonly Api[] All =
    [
        new("checkout-api", "Checkout API", "openapi", DemoDefinitions.Checkout, "public rest", "Start, change and complete a checkout."),
        new("order-events", "Order events", "asyncapi", DemoDefinitions.OrderEvents, "events", "Everything that happens to an order, in order."),
        new("payments-api", "Payments API", "openapi", DemoDefinitions.Payments, "internal pci rest", "Payment intents: authorise, capture, cancel."),
        new("pricing-api", "Pricing API", "grpc", DemoDefinitions.Pricing, "internal", "The price of a list of articles, with reasons."),
        new("accounts-api", "Accounts API", "openapi", DemoDefinitions.Accounts, "internal personal-data rest", "Customers, addresses and households."),
        new("shop-graph", "Shop graph", "graphql", DemoDefinitions.ShopGraph, "public", "The one graph behind shop and app."),
        new("stock-api", "Stock API", "grpc", DemoDefinitions.Stock, "internal", "Availability and reservations."),
        new("delivery-slots-api", "Delivery slots API", "openapi", DemoDefinitions.DeliverySlots, "internal rest", "Windows that can be promised to an address."),
        new("parcel-events", "Parcel events", "asyncapi", DemoDefinitions.ParcelEvents, "events", "Where parcels are."),
        new("feature-flags-api", "Feature flags API", "grpc", DemoDefinitions.FeatureFlags, "internal", "Which flags are on for whom."),
        new("recommendations-api", "Recommendations API", "openapi", DemoDefinitions.Recommendations, "internal rest", "What to show next."),
        new("returns-api", "Returns API", "openapi", DemoDefinitions.Returns, "public rest", "Announce a return, get a label, follow the refund."),
    ];

    public static (DemoFile File, JsonObject Descriptor) Document(string name, DemoComponents.Component provider, string lifecycle)
    {
        var api = All.Single(it => string.Equals(it.Name, name, StringComparison.Ordinal));
        var file = DemoComponents.FileOf(provider);
        return (file, new DemoDescriptor("API", api.Name, api.Title, api.Description)
            .Tags(DemoDescriptor.Words(api.Tags))
            .Spec("type", api.Type)
            .Spec("lifecycle", lifecycle)
            .Spec("owner", provider.Owner)
            .Spec("system", provider.System)
            .Spec("definition", api.Definition.ReplaceLineEndings("\n") + "\n").Json);
    }
}
