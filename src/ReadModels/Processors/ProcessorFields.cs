using System.Text.Json;
using System.Text.Json.Serialization;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Processors;

public enum ProcessorState
{
    Running,
    Well,
    Failing,
    Open,
}

/// <summary>How a processor fares, as it says itself beside the log.</summary>
public sealed record ProcessorRow(
    string Name, ProcessorState State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? LastGoodAt, int Observed, int News, int Failures, string? Failure, DateTimeOffset? NextAt);

/// <summary>The GraphQL fields that show processors.</summary>
public static class ProcessorFields
{
    private const string Prefix = "processor/";
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    public static SchemaBuilder AddProcessors(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("processors"))
        .FieldAsync<object>("Query.processors", async (_, context) =>
            (await context.Service<Heartbeats>().FindAsync(Prefix, context.Cancellation)).OrderBy(beat => beat.Key, StringComparer.Ordinal)
                .Select(beat => beat.Value.Data.Deserialize<ProcessorRow>(Stored)! with { Name = beat.Key[Prefix.Length..] }).ToArray());
}
