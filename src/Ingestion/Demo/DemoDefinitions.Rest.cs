namespace EventCatalog.Ingestion.Demo;

internal static partial class DemoDefinitions
{
    public const string Payments = """
        openapi: 3.1.0
        info:
          title: Payments API
          version: 4.1.0
        servers:
          - url: https://payments.internal.meridian.example/v4
        paths:
          /intents:
            post:
              operationId: openIntent
              summary: Open a payment intent
              responses:
                '201': { description: The intent, not authorised yet. }
          /intents/{intentId}:
            get:
              operationId: getIntent
              summary: The intent and its state
              responses:
                '200': { description: The intent. }
          /intents/{intentId}/capture:
            post:
              operationId: capture
              summary: Take the money, wholly or in parts
              responses:
                '200': { description: Captured. }
                '409': { description: Nothing is left to capture. }
          /intents/{intentId}/cancel:
            post:
              operationId: cancel
              summary: Let go of what was authorised
              responses:
                '200': { description: Cancelled. }
        components:
          schemas:
            Intent:
              type: object
              required: [id, state, amount]
              properties:
                id: { type: string }
                state: { type: string, enum: [open, authorised, captured, cancelled, disputed] }
                amount: { type: string }
        """;

    public const string Accounts = """
        openapi: 3.1.0
        info:
          title: Accounts API
          version: 1.8.0
        servers:
          - url: https://accounts.internal.meridian.example/v1
        paths:
          /members/{memberId}:
            get:
              operationId: getMember
              summary: A member, as far as the caller's purpose allows
              responses:
                '200': { description: The member. }
                '403': { description: No consent for this purpose. }
          /members/{memberId}/addresses:
            get:
              operationId: listAddresses
              responses:
                '200': { description: Addresses, the default one first. }
            post:
              operationId: addAddress
              responses:
                '201': { description: Added. }
          /households/{householdId}:
            get:
              operationId: getHousehold
              responses:
                '200': { description: Who shares points and addresses. }
        """;

    public const string DeliverySlots = """
        openapi: 3.1.0
        info:
          title: Delivery slots API
          version: 1.2.0
        servers:
          - url: https://slots.internal.meridian.example/v1
        paths:
          /slots:
            get:
              operationId: listSlots
              summary: Two-hour windows for an address, nearest first
              parameters:
                - { name: postcode, in: query, required: true, schema: { type: string } }
                - { name: litres, in: query, schema: { type: integer } }
              responses:
                '200': { description: Windows of the next fourteen days. }
          /slots/{slotId}/hold:
            put:
              operationId: holdSlot
              summary: Keep a window for ten minutes
              responses:
                '200': { description: Held. }
                '409': { description: Someone was faster. }
        """;

    public const string Recommendations = """
        openapi: 3.1.0
        info:
          title: Recommendations API
          version: 0.9.0
        servers:
          - url: https://recommender.internal.meridian.example
        paths:
          /shelves/{shelf}:
            get:
              operationId: getShelf
              summary: Articles for one shelf of a page, best first
              parameters:
                - { name: shelf, in: path, required: true, schema: { type: string, enum: [front-page, basket, article, letter] } }
                - { name: article, in: query, schema: { type: string } }
              responses:
                '200': { description: At most twenty articles, each with the model and the reason. }
        """;

    public const string Returns = """
        openapi: 3.1.0
        info:
          title: Returns API
          version: 0.1.0
        servers:
          - url: https://api.meridian.example/returns/v1
        paths:
          /returns:
            post:
              operationId: announceReturn
              summary: Say what comes back, and why
              responses:
                '201': { description: The return, with a label to print or show. }
          /returns/{returnId}:
            get:
              operationId: getReturn
              summary: Where the return is, and the refund
              responses:
                '200': { description: The return. }
        """;
}
