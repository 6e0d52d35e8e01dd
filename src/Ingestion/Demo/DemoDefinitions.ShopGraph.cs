namespace EventCatalog.Ingestion.Demo;

internal static partial class DemoDefinitions
{
    /// <summary>Long enough to be kept apart from the events.</summary>
    public const string ShopGraph = """"
        """
        One graph behind shop and app. Fields that other squads answer say which, so that a slow answer finds its owner.
        """
        schema {
          query: Query
        }

        "An amount with its currency, never a float."
        scalar Money
        scalar DateTime
        scalar Url

        type Query {
          "One article by number; null when it was never sold."
          article(number: ID!): Article
          "Articles by what people type. Misspellings are forgiven."
          search(text: String!, filter: SearchFilter, first: Int = 24, after: String): SearchResult!
          "The tree of categories, from one of them down."
          category(slug: String!): Category
          "What the front page shows to this visitor."
          frontPage: FrontPage!
          "Five questions, three presents. Answered by Recommendations."
          gifts(answers: [GiftAnswer!]!): [GiftIdea!]!
          "The signed-in member; null for visitors."
          me: Member
        }

        input SearchFilter {
          category: String
          priceFrom: Money
          priceTo: Money
          colours: [String!]
          materials: [Material!]
          "Only what can be at the door by then."
          deliverableBy: DateTime
          onlyInStock: Boolean = false
        }

        "One answer of the gift finder; unanswered questions are left out."
        input GiftAnswer {
          question: GiftQuestion!
          choice: String!
        }

        enum GiftQuestion {
          FOR_WHOM
          WHICH_ROOM
          HOW_MUCH
          HOW_SOON
          WHAT_NEVER
        }

        type GiftIdea {
          article: Article!
          "One sentence that the giver may read out."
          because: String!
        }

        enum Material {
          OAK
          BEECH
          LINEN
          WOOL
          STONEWARE
          GLASS
          STEEL
        }

        type SearchResult {
          total: Int!
          edges: [SearchEdge!]!
          facets: [Facet!]!
          pageInfo: PageInfo!
          "What we searched for when nothing matched what was typed."
          correctedTo: String
        }

        type SearchEdge {
          cursor: String!
          article: Article!
          "Why it is here; shown in the ranking lab only."
          reason: String
        }

        type Facet {
          name: String!
          values: [FacetValue!]!
        }

        type FacetValue {
          value: String!
          count: Int!
        }

        type PageInfo {
          endCursor: String
          hasNextPage: Boolean!
        }

        "Something we sell, in all its variants. Answered by Discovery."
        type Article {
          number: ID!
          name: String!
          description: String!
          images(width: Int = 640): [Image!]!
          category: Category!
          variants: [Variant!]!
          care: [CareInstruction!]!
          "Answered by Recommendations; empty when the model is away."
          boughtTogether(first: Int = 4): [Article!]!
          rating: Rating
        }

        type Variant {
          sku: ID!
          colour: String
          size: String
          "Answered by Pricing, for the visitor who asks."
          price: Price!
          "Answered by Warehouse."
          availability: Availability!
        }

        type Price {
          now: Money!
          "Lowest price of the last thirty days, where the law wants it shown."
          lowestRecent: Money
          reasons: [PriceReason!]!
        }

        type PriceReason {
          kind: PriceReasonKind!
          text: String!
          amount: Money!
        }

        enum PriceReasonKind {
          LIST
          SEASON
          BUNDLE
          VOUCHER
          MEMBER
        }

        type Availability {
          status: AvailabilityStatus!
          "How many are left, shown from ten downwards."
          left: Int
          "Earliest slot for the visitor's postcode. Answered by Delivery."
          earliestAtDoor: DateTime
        }

        enum AvailabilityStatus {
          IN_STOCK
          FEW_LEFT
          ON_ITS_WAY
          SOLD_OUT
        }

        type Image {
          url: Url!
          alternative: String!
          width: Int!
          height: Int!
        }

        type Category {
          slug: String!
          name: String!
          parent: Category
          children: [Category!]!
          articles(first: Int = 24, after: String): SearchResult!
        }

        type CareInstruction {
          symbol: String!
          text: String!
        }

        type Rating {
          average: Float!
          count: Int!
        }

        type FrontPage {
          hero: Teaser!
          teasers: [Teaser!]!
          forYou(first: Int = 8): [Article!]!
          notices: [Notice!]!
        }

        "A line above every page: late couriers, early closing, found gloves."
        type Notice {
          text: String!
          "Nobody is told about yesterday's snow."
          until: DateTime!
          audience: NoticeAudience!
        }

        enum NoticeAudience {
          EVERYONE
          MEMBERS
          WAITING_FOR_A_PARCEL
        }

        type Teaser {
          title: String!
          image: Image!
          target: Url!
        }

        "Answered by Membership."
        type Member {
          id: ID!
          firstName: String!
          points: Int!
          addresses: [Address!]!
          recentlySeen(first: Int = 12): [Article!]!
        }

        type Address {
          id: ID!
          street: String!
          postcode: String!
          town: String!
          country: String!
          isDefault: Boolean!
        }
        """";
}
