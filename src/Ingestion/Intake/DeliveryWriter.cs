using EventCatalog.Domain.Delivery;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Formats;
using static EventCatalog.Domain.Delivery.DeliveryEvent;

namespace EventCatalog.Ingestion.Intake;

/// <summary>Something a machine told.</summary>
/// <param name="Id">The same for the same message, see <see cref="RepeatableId"/>.</param>
/// <param name="Teller">The system that told it.</param>
public sealed record TellDelivery(Guid Id, DeliveryEvent Event, DateTimeOffset At, string Teller);

/// <summary>Appends what machines tell, each message once.</summary>
public sealed class DeliveryWriter(EventLog log)
{
    // Requests that tell the same wait for each other, and each finds a little less that is new.
    private const int Attempts = 20;
    private const int LongestTeller = 200;

    /// <summary>Appends what the log does not hold yet, all of it or nothing.</summary>
    /// <returns>For each, in the order given, whether it was new.</returns>
    /// <exception cref="Domain.RuleViolation">One of them holds a text too long to be found by; nothing was appended.</exception>
    public async Task<IReadOnlyList<bool>> AppendAsync(IReadOnlyList<TellDelivery> told, AppendContext context, CancellationToken ct)
    {
        foreach (var one in told)
            DeliveryStream.Check(one.Event);
        for (var attempt = 1; ; attempt++)
        {
            var seen = new HashSet<Guid>(await log.RecordedAsync([.. told.Select(one => one.Id)], ct));
            bool[] isNew = [.. told.Select(one => seen.Add(one.Id))];
            StreamAppend[] appends =
            [
                .. told.Where((_, index) => isNew[index]).GroupBy(one => DeliveryStream.Of(one.Event.Subject), StringComparer.Ordinal)
                    .Select(stream => new StreamAppend(stream.Key, ExpectedVersion.Any, [.. stream.Select(New)])),
            ];
            try
            {
                var results = await log.AppendAsync(appends, context, ct);
                // Another request told exactly this at the same moment.
                return results.Any(result => result.Duplicate) ? new bool[told.Count] : isNew;
            }
            catch (DuplicateEventException) when (attempt < Attempts)
            {
                // Another request told some of it at the same moment: what is left is new.
            }
        }
    }

    private static NewEvent New(TellDelivery told)
    {
        var (run, url) = told.Event switch
        {
            BuildStarted e => (e.Run, e.Run.Url),
            BuildFinished e => (e.Run, e.Run.Url),
            TestsStarted e => (e.Run, e.Run.Url),
            TestsFinished e => (e.Run, e.Run.Url),
            DeploymentFinished e => (e.Run, e.Run.Url),
            ChangeMerged e => (e.Run, e.Run.Url),
            IncidentDetected e => ((Run?)null, e.Incident.Url),
            IncidentResolved e => (null, e.Incident.Url),
            _ => (null, null),
        };
        var source = run?.Commit is null && url is null ? null : new EventSource(told.Event.Subject.Repository, run?.Commit, Url: url);
        return new NewEvent(told.Event, told.At, source, told.Id, told.Teller.Clip(LongestTeller));
    }
}
