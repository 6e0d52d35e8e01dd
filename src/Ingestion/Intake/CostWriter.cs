using EventCatalog.Domain.Costs;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Formats.Costs;
using static EventCatalog.Domain.Costs.CostEvent;

namespace EventCatalog.Ingestion.Intake;

/// <summary>Appends what exports say of days, as far as it is news. A month of an account is appended as a whole.</summary>
public sealed class CostWriter(EventLog log, BodyStore bodies)
{
    private const int Attempts = 5;

    /// <returns>How many days were news.</returns>
    public async Task<int> AppendAsync(IReadOnlyList<CostDay> days, AppendContext context, CancellationToken ct)
    {
        var news = 0;
        foreach (var month in days.GroupBy(day => CostDecider.StreamOf(ImportOf(day, "")), StringComparer.Ordinal))
        {
            var hashes = await bodies.PutAsync([.. month.Select(day => (ReadOnlyMemory<byte>)day.Body())], ct);
            news += await AppendAsync(month.Key, [.. month.Select((day, index) => ImportOf(day, hashes[index]))], context, ct);
        }

        return news;
    }

    private async Task<int> AppendAsync(string stream, IReadOnlyList<CostsImported> days, AppendContext context, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var past = await log.ReadStreamsAsync([stream], ct: ct);
            var news = CostDecider.Decide(days, past.Select(recorded => recorded.Event).OfType<CostsImported>());
            if (news.Count == 0)
                return 0;
            try
            {
                var events = news.Select(day => new NewEvent(day, new DateTimeOffset(day.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)));
                await log.AppendAsync(new StreamAppend(stream, past.Count == 0 ? ExpectedVersion.NoStream : past[^1].StreamVersion, [.. events]), context, ct);
                return news.Count;
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                // Another import of the same month: what it said is read next.
            }
        }
    }

    private static CostsImported ImportOf(CostDay day, string lines) =>
        new(day.Provider, day.Account, day.Day, day.Currency, day.Billed, day.Effective, day.Rows, lines);
}
