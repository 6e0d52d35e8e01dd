using System.Buffers;
using System.Globalization;
using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.Benchmarks.GraphQL;

/// <summary>
/// Twenty entities of 2,000 in memory, each with its owner, and the page's counts: in one process, without HTTP. Beside it, where
/// graphql.mjs can run, graphql-js on the same query and data in the same minute.
/// </summary>
internal static class GraphQLBenchmark
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

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    public static IReadOnlyList<Measurement> Run()
    {
        var entities = Enumerable.Range(0, 2_000).Select(i => new Entity(
            string.Create(CultureInfo.InvariantCulture, $"e{i}"), string.Create(CultureInfo.InvariantCulture, $"service-{i}"), "component",
            new Owner(string.Create(CultureInfo.InvariantCulture, $"g{i % 50}"), string.Create(CultureInfo.InvariantCulture, $"team-{i % 50}")))).ToList();
        var schema = new SchemaBuilder().Add(Sdl)
            .Field<object>("Query.entities", (_, c) => new Connection(
                entities.GetRange(0, c.Argument<int>("first")), entities.Count, new PageInfo(HasNextPage: true, "e19")))
            .Field<Connection>("EntityConnection.nodes", (c, _) => c.Nodes)
            .Field<Connection>("EntityConnection.totalCount", (c, _) => c.TotalCount)
            .Field<Connection>("EntityConnection.pageInfo", (c, _) => c.PageInfo)
            .Build();
        var executor = new GraphQLExecutor(schema, new ExecutionOptions());
        var services = new NoServices();
        var request = new GraphQLRequest(Query, OperationName: null, System.Text.Json.JsonDocument.Parse("""{"first": 20}""").RootElement);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        var document = Parser.Parse(Query);

        void Answer(GraphQLExecutor by)
        {
            var running = by.ExecuteAsync(request, services, CancellationToken.None);
            buffer.ResetWrittenCount();
            if (!running.IsCompletedSuccessfully || running.Result.Errors.Count > 0)
                throw new InvalidOperationException("The query did not complete at once and without errors.");
            using var result = running.Result;
            result.WriteTo(buffer);
        }

        List<Measurement> measurements =
        [
            Measurement.Of("parse", () => Parser.Parse(Query)),
            Measurement.Of("validate", () => DocumentValidator.Validate(schema, document)),
            Measurement.Of("parse, validate, plan, execute, write", () => Answer(new GraphQLExecutor(schema, new ExecutionOptions()))),
            Measurement.Of("execute and write, document known", () => Answer(executor)),
        ];
        measurements.AddRange(GraphQLJs.Run(Sdl, Query));
        return measurements;
    }
}
