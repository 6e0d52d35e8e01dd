namespace EventCatalog.Ingestion.Demo;

internal static partial class DemoDefinitions
{
    public const string OrderEvents = """
        asyncapi: 3.0.0
        info:
          title: Order events
          version: 1.6.0
          description: One message for everything that happens to an order, keyed by order id.
        channels:
          orders:
            address: orders.v1
            messages:
              OrderPlaced: { $ref: '#/components/messages/OrderPlaced' }
              OrderPicked: { $ref: '#/components/messages/OrderPicked' }
              OrderDispatched: { $ref: '#/components/messages/OrderDispatched' }
              OrderDelivered: { $ref: '#/components/messages/OrderDelivered' }
              OrderCancelled: { $ref: '#/components/messages/OrderCancelled' }
        operations:
          publishOrderEvents:
            action: send
            channel: { $ref: '#/channels/orders' }
        components:
          messages:
            OrderPlaced:
              payload:
                type: object
                required: [orderId, placedAt, lines]
                properties:
                  orderId: { type: string }
                  placedAt: { type: string, format: date-time }
                  lines: { type: array, items: { type: object } }
            OrderPicked: { payload: { type: object, required: [orderId, pickedAt] } }
            OrderDispatched: { payload: { type: object, required: [orderId, parcelId, courier] } }
            OrderDelivered: { payload: { type: object, required: [orderId, deliveredAt] } }
            OrderCancelled: { payload: { type: object, required: [orderId, reason] } }
        """;

    public const string ParcelEvents = """
        asyncapi: 3.0.0
        info:
          title: Parcel events
          version: 1.1.0
          description: Where parcels are, in our words whatever the courier calls it.
        channels:
          parcels:
            address: parcels.v1
            messages:
              ParcelMoved: { $ref: '#/components/messages/ParcelMoved' }
        operations:
          publishParcelEvents:
            action: send
            channel: { $ref: '#/channels/parcels' }
        components:
          messages:
            ParcelMoved:
              payload:
                type: object
                required: [parcelId, state, at]
                properties:
                  parcelId: { type: string }
                  state: { type: string, enum: [announced, collected, in-transit, out-for-delivery, delivered, returned] }
                  at: { type: string, format: date-time }
                  expectedAt: { type: string, format: date-time }
        """;

    public const string Pricing = """
        syntax = "proto3";

        package meridian.pricing.v2;

        import "google/protobuf/timestamp.proto";

        // Prices of articles for one customer at one moment.
        service Pricing {
          rpc Quote(QuoteRequest) returns (QuoteReply);
          rpc Explain(ExplainRequest) returns (ExplainReply);
        }

        message QuoteRequest {
          repeated string sku = 1;
          string member_id = 2;
          google.protobuf.Timestamp at = 3;
        }

        message QuoteReply {
          repeated Price prices = 1;
        }

        message Price {
          string sku = 1;
          string amount = 2;
          string currency = 3;
        }

        message ExplainRequest {
          string sku = 1;
          google.protobuf.Timestamp at = 2;
        }

        message ExplainReply {
          repeated string reasons = 1;
        }
        """;

    public const string Stock = """
        syntax = "proto3";

        package meridian.stock.v1;

        // How many there are, and for whom they are kept.
        service Stock {
          rpc Available(AvailableRequest) returns (AvailableReply);
          rpc Reserve(ReserveRequest) returns (ReserveReply);
          rpc Release(ReleaseRequest) returns (ReleaseReply);
        }

        message AvailableRequest {
          repeated string sku = 1;
        }

        message AvailableReply {
          map<string, int32> left = 1;
        }

        message ReserveRequest {
          string checkout_id = 1;
          map<string, int32> quantities = 2;
        }

        message ReserveReply {
          string reservation_id = 1;
          repeated string short_of = 2;
        }

        message ReleaseRequest {
          string reservation_id = 1;
        }

        message ReleaseReply {}
        """;

    public const string FeatureFlags = """
        syntax = "proto3";

        package meridian.flags.v1;

        service FeatureFlags {
          // All flags for one caller; answered from memory.
          rpc Evaluate(EvaluateRequest) returns (EvaluateReply);
          rpc Watch(EvaluateRequest) returns (stream EvaluateReply);
        }

        message EvaluateRequest {
          string service = 1;
          string subject = 2;
          map<string, string> traits = 3;
        }

        message EvaluateReply {
          map<string, bool> on = 1;
        }
        """;
}
