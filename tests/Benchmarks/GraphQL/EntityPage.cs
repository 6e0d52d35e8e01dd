using System.Globalization;
using EventCatalog.GraphQL;

namespace EventCatalog.Benchmarks.GraphQL;

/// <summary>The catalog all of this is measured on: 2,000 entities in memory, each with its owner, and a query for a page of twenty.</summary>
internal static class EntityPage
{
    public const string Sdl =
        """
        type Query { entities(first: Int = 20): EntityConnection! }
        type EntityConnection { nodes: [Entity!]! totalCount: Int! pageInfo: PageInfo! }
        type Entity { id: ID! name: String! kind: String! owner: Owner }
        type Owner { id: ID! name: String! }
        type PageInfo { hasNextPage: Boolean! endCursor: String }
        """;

    public const string Query =
        "query Page($first: Int) { entities(first: $first) { nodes { id name kind owner { id name } } totalCount pageInfo { hasNextPage endCursor } } }";

    private sealed record Owner(string Id, string Name);

    private sealed record Entity(string Id, string Name, string Kind, Owner Owner);

    private sealed record PageInfo(bool HasNextPage, string EndCursor);

    private sealed record Connection(IReadOnlyList<Entity> Nodes, int TotalCount, PageInfo PageInfo);

    public static Schema Build()
    {
        var entities = Enumerable.Range(0, 2_000).Select(i => new Entity(
            string.Create(CultureInfo.InvariantCulture, $"e{i}"), string.Create(CultureInfo.InvariantCulture, $"service-{i}"), "component",
            new Owner(string.Create(CultureInfo.InvariantCulture, $"g{i % 50}"), string.Create(CultureInfo.InvariantCulture, $"team-{i % 50}")))).ToList();
        return new SchemaBuilder().Add(Sdl)
            .Field<object>("Query.entities", (_, c) => new Connection(
                entities.GetRange(0, c.Argument<int>("first")), entities.Count, new PageInfo(HasNextPage: true, "e19")))
            .Field<Connection>("EntityConnection.nodes", (c, _) => c.Nodes)
            .Field<Connection>("EntityConnection.totalCount", (c, _) => c.TotalCount)
            .Field<Connection>("EntityConnection.pageInfo", (c, _) => c.PageInfo)
            .Build();
    }
}
