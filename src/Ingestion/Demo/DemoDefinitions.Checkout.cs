namespace EventCatalog.Ingestion.Demo;

/// <summary>API definitions of the demo, as their first descriptor had them.</summary>
internal static partial class DemoDefinitions
{
    /// <summary>Long enough to be kept apart from the events.</summary>
    public const string Checkout = """
        openapi: 3.1.0
        info:
          title: Checkout API
          version: 2.3.0
          description: |
            From a basket to a placed order. A checkout is a draft that lives for two hours; every call answers with
            the whole draft and with what still stands between it and an order (`missing`).
          contact:
            name: Squad Checkout
            email: checkout@meridian.example
        servers:
          - url: https://api.meridian.example/checkout/v2
        tags:
          - name: checkouts
            description: Drafts of orders.
          - name: payment
            description: What the payment sheet needs.
        paths:
          /checkouts:
            post:
              operationId: startCheckout
              tags: [checkouts]
              summary: Start a checkout from a basket
              parameters:
                - $ref: '#/components/parameters/IdempotencyKey'
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      type: object
                      required: [basketId]
                      properties:
                        basketId: { type: string, format: uuid }
                        memberId: { type: string }
              responses:
                '201':
                  description: The draft; articles are reserved for twenty minutes.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/Checkout' }
                '409':
                  description: The basket is being checked out on another device.
                  content:
                    application/problem+json:
                      schema: { $ref: '#/components/schemas/Problem' }
          /checkouts/{checkoutId}:
            parameters:
              - $ref: '#/components/parameters/CheckoutId'
            get:
              operationId: getCheckout
              tags: [checkouts]
              summary: The draft as it stands
              responses:
                '200':
                  description: The draft.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/Checkout' }
                '410': { description: The draft has expired; start again from the basket. }
          /checkouts/{checkoutId}/address:
            parameters:
              - $ref: '#/components/parameters/CheckoutId'
            put:
              operationId: setAddress
              tags: [checkouts]
              summary: Say where it goes
              requestBody:
                required: true
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/Address' }
              responses:
                '200':
                  description: The draft; slots that no longer fit the address are dropped.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/Checkout' }
                '422': { description: No courier goes there. }
          /checkouts/{checkoutId}/slot:
            parameters:
              - $ref: '#/components/parameters/CheckoutId'
            put:
              operationId: chooseSlot
              tags: [checkouts]
              summary: Say when it is delivered
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      type: object
                      required: [slotId]
                      properties:
                        slotId: { type: string, examples: [2026-03-14T10-12/van-7] }
              responses:
                '200':
                  description: The draft; the slot is held for ten minutes.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/Checkout' }
          /checkouts/{checkoutId}/payment:
            parameters:
              - $ref: '#/components/parameters/CheckoutId'
            post:
              operationId: startPayment
              tags: [payment]
              summary: Open a payment intent for the total
              responses:
                '201':
                  description: What the payment sheet needs.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [intentId, clientSecret]
                        properties:
                          intentId: { type: string }
                          clientSecret: { type: string }
          /checkouts/{checkoutId}/place:
            parameters:
              - $ref: '#/components/parameters/CheckoutId'
              - $ref: '#/components/parameters/IdempotencyKey'
            post:
              operationId: placeOrder
              tags: [checkouts]
              summary: Turn the draft into an order
              responses:
                '201':
                  description: The order; its events follow on `orders.v1`.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [orderId]
                        properties:
                          orderId: { type: string, examples: [MH-2026-004211] }
                '402': { description: The payment is not authorised yet. }
                '409': { description: Something is missing; see `missing` of the draft. }
        components:
          parameters:
            CheckoutId:
              name: checkoutId
              in: path
              required: true
              schema: { type: string, format: uuid }
            IdempotencyKey:
              name: Idempotency-Key
              in: header
              required: true
              schema: { type: string, maxLength: 64 }
          schemas:
            Checkout:
              type: object
              required: [id, lines, total, missing, expiresAt]
              properties:
                id: { type: string, format: uuid }
                lines:
                  type: array
                  items: { $ref: '#/components/schemas/Line' }
                address: { $ref: '#/components/schemas/Address' }
                slotId: { type: string }
                total: { $ref: '#/components/schemas/Money' }
                missing:
                  type: array
                  items: { type: string, enum: [address, slot, payment, consent] }
                expiresAt: { type: string, format: date-time }
            Line:
              type: object
              required: [article, quantity, price]
              properties:
                article: { type: string }
                quantity: { type: integer, minimum: 1, maximum: 99 }
                price: { $ref: '#/components/schemas/Money' }
            Address:
              type: object
              required: [name, street, postcode, town, country]
              properties:
                name: { type: string }
                street: { type: string }
                postcode: { type: string }
                town: { type: string }
                country: { type: string, pattern: '^[A-Z]{2}$' }
                doorNote: { type: string, maxLength: 200 }
            Money:
              type: object
              required: [amount, currency]
              properties:
                amount: { type: string, pattern: '^-?[0-9]+\.[0-9]{2}$' }
                currency: { type: string, minLength: 3, maxLength: 3 }
            Problem:
              type: object
              properties:
                type: { type: string, format: uri }
                title: { type: string }
                detail: { type: string }
        """;
}
