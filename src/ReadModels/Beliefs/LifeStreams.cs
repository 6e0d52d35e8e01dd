using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Beliefs;

/// <summary>All that the log says of some entities under any of their names, in its order.</summary>
/// <param name="Names">Every name they had, those asked for among them.</param>
internal sealed record LifeStreams(IReadOnlyCollection<string> Names, IReadOnlyList<RecordedEvent> Events)
{
    private static readonly StreamReads Log = new(new EventTypes().Add(CatalogEvents.All));

    /// <param name="projection">What it leaves out, by order of an operator, is left out.</param>
    public static async Task<LifeStreams> ReadAsync(IReadOnlyCollection<string> names, long upTo, string projection, NpgsqlConnection connection, CancellationToken ct)
    {
        var known = new HashSet<string>(names, StringComparer.Ordinal);
        var events = new List<RecordedEvent>();
        for (IReadOnlyCollection<string> next = names; next.Count > 0;)
        {
            var read = await Log.ReadAsync([.. next.Select(name => EntityDecider.StreamOf(EntityRef.Parse(name)))], upTo, projection, connection, ct);
            events.AddRange(read);
            next = [.. read.Select(OtherName).OfType<string>().Where(known.Add)];
        }

        events.Sort((one, other) => one.Position.CompareTo(other.Position));
        return new LifeStreams(known, events);
    }

    private static string? OtherName(RecordedEvent recorded) => recorded.Event switch
    {
        EntityRenamedFrom e => e.From.ToString(),
        EntityRenamed e => e.To.ToString(),
        _ => null,
    };
}
