using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventCatalog.Domain.Delivery;
using EventCatalog.Domain.Facts;
using EventCatalog.Domain.Plugins;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.Api.Live;

/// <summary>What changed, after every read model has passed it.</summary>
/// <param name="Position">The log position everything up to which can now be read.</param>
/// <param name="Refs">The entities that changed.</param>
/// <param name="Sources">Ids of the sources that changed.</param>
/// <param name="Plugins">Ids of the plugins that changed.</param>
public sealed record LiveChange(string Position, IReadOnlyList<string> Refs, IReadOnlyList<string> Sources, IReadOnlyList<string> Plugins);

/// <summary>Tells every open portal page what changed. A page that is too slow to listen is cut off; it asks again when it returns.</summary>
public sealed class LiveUpdates
{
    private const int Backlog = 256;
    private readonly Lock gate = new();
    private readonly HashSet<Channel<LiveChange>> listeners = [];

    public LiveUpdates(Followers followers) => followers.Advanced += Publish;

    /// <summary>Changes from now on, in order, until cancelled.</summary>
    public async IAsyncEnumerable<SseItem<LiveChange>> ListenAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<LiveChange>(Backlog);
        // A page that left, or a portal that stops, ends the stream; neither is an error.
        await using var end = ct.Register(() => channel.Writer.TryComplete());
        lock (gate)
            listeners.Add(channel);
        try
        {
            // The first message tells the page that it is connected, before anything has changed.
            yield return new SseItem<LiveChange>(new LiveChange("0", [], [], []), "hello");
            await foreach (var change in channel.Reader.ReadAllAsync(CancellationToken.None))
                yield return new SseItem<LiveChange>(change, "changed") { EventId = change.Position };
        }
        finally
        {
            lock (gate)
                listeners.Remove(channel);
        }
    }

    /// <summary>What a page of an entity shows changes by more than the events that are of its history.</summary>
    private static string? EntityOf(RecordedEvent recorded) => recorded.Event switch
    {
        FactEvent e => e.Entity.ToString(),
        DeliveryEvent e => e.Subject.Entity?.ToString(),
        _ => EventsProjection.EntityOf(recorded),
    };

    private void Publish(IReadOnlyList<RecordedEvent> events, long position)
    {
        var change = new LiveChange(
            position.ToString(CultureInfo.InvariantCulture),
            [.. events.Select(EntityOf).OfType<string>().Distinct(StringComparer.Ordinal)],
            [.. events.Select(recorded => recorded.Event).OfType<SourceEvent>().Select(e => NodeId.Of("Source", e.Source)).Distinct(StringComparer.Ordinal)],
            [.. events.Select(recorded => recorded.Event).OfType<PluginEvent>().Select(PluginEvent.IdOf).Distinct(StringComparer.Ordinal)]);
        lock (gate)
        {
            foreach (var listener in listeners)
            {
                if (!listener.Writer.TryWrite(change))
                    listener.Writer.TryComplete();
            }
        }
    }
}
