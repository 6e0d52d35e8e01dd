using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Gates;
using EventCatalog.Domain.Ownership;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.ReadModels.Events;

/// <summary>What an event is about and who caused it, so that the log can be searched; the event itself stays in the log.</summary>
public sealed class EventsProjection : IProjection
{
    public const string ProjectionName = "events/2";
    public const string Schema = "rm_events_2";

    public string Name => ProjectionName;

    public string Ddl =>
        """
        create table event (
          position bigint constraint pk_event primary key, stream text not null, type text not null, entity text, actor text not null,
          recorded_at timestamptz not null, effective_at timestamptz not null);
        """;

    public string Indexes =>
        """
        create index ix_event_entity on event (entity, position);
        create index ix_event_type on event (type, position);
        create index ix_event_actor on event (actor, position);
        create index ix_event_stream on event (stream, position);
        create index ix_event_recorded_at on event (recorded_at);
        create index ix_event_effective_at on event (effective_at);
        """;

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await CopyRows.BeginAsync(connection, "event (position, stream, type, entity, actor, recorded_at, effective_at)", ct);
        foreach (var recorded in page)
        {
            await copy.StartRowAsync(7, ct);
            copy.Write(recorded.Position);
            copy.Write(recorded.Stream);
            copy.Write(recorded.Type);
            copy.Write(EntityOf(recorded));
            copy.Write(recorded.Actor);
            copy.WriteTime(recorded.RecordedAt);
            copy.WriteTime(recorded.EffectiveAt);
        }

        await copy.CompleteAsync(ct);
    }

    /// <summary>The entity an event is about; a decision counts for what was to be deployed, a refused descriptor counts for the entity it would have declared.</summary>
    public static string? EntityOf(RecordedEvent recorded) => recorded.Event switch
    {
        EntityEvent e => e.Entity.ToString(),
        GateEvent.GateDecided e => e.Entity.ToString(),
        OwnershipEvent.OwnerProposed e => e.Entity.ToString(),
        SourceEvent.DescriptorRejected e => e.Problem.Entity?.ToString(),
        _ => null,
    };
}
