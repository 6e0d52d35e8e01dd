using EventCatalog.Domain;
using EventCatalog.Domain.Delivery;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Formats;
using EventCatalog.Ingestion.Formats.Events;

namespace EventCatalog.Ingestion.Intake;

/// <summary>Takes CloudEvents: what can be kept is in the log when this answers, once for each source and id; what cannot is named with its reason.</summary>
public sealed class EventIntake(DeliveryWriter writer, Addressees addressees, TimeProvider clock)
{
    public const int MostEvents = 1000;
    public const string Actor = "intake";

    /// <summary>How far the clock of a sender may be ahead.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<IntakeItem>> TakeAsync(IReadOnlyList<ReceivedEvent> received, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var items = new IntakeItem[received.Count];
        var told = new List<(int Index, TellDelivery Told)>();
        foreach (var (index, one) in received.Index())
        {
            try
            {
                var read = CdEventReader.Read(one.Event ?? throw new UnreadableReportException(one.Refusal!));
                if (read.At > now + Tolerance)
                    throw new UnreadableReportException($"It happened at {read.At:u}, which is after {now:u}, the time here: the clock of the sender is ahead.");
                DeliveryStream.Check(read.Event);
                told.Add((index, new TellDelivery(RepeatableId.Of("cloudevents", one.Event.Source, one.Event.Id), read.Event, read.At ?? now, one.Event.Source)));
            }
            catch (Exception refused) when (refused is UnreadableReportException or RuleViolation)
            {
                items[index] = new IntakeItem(index, one.Source, one.Id, IntakeStatus.Refused, refused.Message);
            }
        }

        var meant = await addressees.FindAsync([.. told.Select(one => one.Told.Event.Subject.Entity).OfType<EntityRef>()], ct);
        TellDelivery[] addressed = [.. told.Select(one => one.Told.Event.Subject.Entity is { } name ? one.Told with { Event = one.Told.Event with { Subject = new DeliverySubject(meant[name].Ref) } } : one.Told)];
        var isNew = await writer.AppendAsync(addressed, new AppendContext(Actor), ct);
        foreach (var (place, (index, one)) in told.Index())
        {
            var subject = addressed[place].Event.Subject;
            items[index] = new IntakeItem(
                index, received[index].Source, received[index].Id, isNew[place] ? IntakeStatus.Accepted : IntakeStatus.Duplicate,
                Subject: subject, Attached: one.Event.Subject.Entity is { } name ? meant[name].IsThere : null);
        }

        return items;
    }
}
