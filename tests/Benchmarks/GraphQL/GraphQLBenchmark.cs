using System.Buffers;
using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.Benchmarks.GraphQL;

/// <summary>
/// The page of <see cref="EntityPage"/> in one process, without HTTP. Beside it, where benchmark.mjs can run, graphql-js on the same
/// query and data in the same minute.
/// </summary>
internal static class GraphQLBenchmark
{
    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    public static IReadOnlyList<Measurement> Run()
    {
        var schema = EntityPage.Build();
        var executor = new GraphQLExecutor(schema, new ExecutionOptions());
        var services = new NoServices();
        var request = new GraphQLRequest(EntityPage.Query, OperationName: null, System.Text.Json.JsonDocument.Parse("""{"first": 20}""").RootElement);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        var document = Parser.Parse(EntityPage.Query);

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
            Measurement.Of("parse", () => Parser.Parse(EntityPage.Query)),
            Measurement.Of("validate", () => DocumentValidator.Validate(schema, document)),
            Measurement.Of("parse, validate, plan, execute, write", () => Answer(new GraphQLExecutor(schema, new ExecutionOptions()))),
            Measurement.Of("execute and write, document known", () => Answer(executor)),
        ];
        measurements.AddRange(GraphQLJs.Run(EntityPage.Sdl, EntityPage.Query));
        return measurements;
    }
}
