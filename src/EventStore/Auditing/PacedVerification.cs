using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>What a check of the whole store found.</summary>
/// <param name="Checked">Events whose hash was computed anew, up to the first break.</param>
/// <param name="Problem">The first thing that does not hold, in words, with its position; null when all does.</param>
public sealed record StoreReport(long Checked, long Archived, AnchorReport Anchors, string? Problem);

/// <summary>
/// Checks every event and every anchor as <see cref="EventLog.VerifyAsync"/> and <see cref="Anchors.VerifyAsync"/> do, but page by page in the order of the
/// log, with pauses, so that whoever uses the database meanwhile hardly notices. Events appended while it runs are not looked at.
/// </summary>
public sealed class PacedVerification(NpgsqlDataSource database, EventLog log)
{
    /// <param name="share">Of the time it works; the rest it pauses. Above 0, at most 1.</param>
    /// <param name="progress">Told after each page up to which position it is.</param>
    public async Task<StoreReport> RunAsync(double share, IProgress<long>? progress, CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        var (seen, archived) = (0L, 0L);
        var anchors = new AnchorReport(0, null);
        var worked = Stopwatch.StartNew();
        await foreach (var page in ChainedRows.ReadAsync(database, 1, mark, null, ct))
        {
            foreach (var e in page)
            {
                if (e.Problem is { } problem)
                    return new StoreReport(seen, archived, anchors, string.Create(CultureInfo.InvariantCulture, $"@{e.Position}, event {e.Version} of {e.Stream}: {problem}"));
                (seen, archived) = e.Event is null ? (seen, archived + 1) : (seen + 1, archived);
            }

            progress?.Report(page[^1].Position);
            await Task.Delay(worked.Elapsed * ((1 - share) / share), ct);
            worked.Restart();
        }

        if (await CutOffAsync(ct) is { } cutOff)
            return new StoreReport(seen, archived, anchors, cutOff);
        anchors = await new Anchors(database, log, new AnchorOptions()).VerifyAsync(ct);
        return new StoreReport(seen, archived, anchors, anchors.FirstBreak is { } broken
            ? string.Create(CultureInfo.InvariantCulture, $"Between @{broken.From} and @{broken.To} it is not as anchored: {broken.Problem}")
            : null);
    }

    /// <summary>A stream whose last event is not there, or that has one more than it knows.</summary>
    private async Task<string?> CutOffAsync(CancellationToken ct)
    {
        await using var select = database.CreateCommand("""
            select s.id, s.version from events.mt_streams s
            where s.version > 0 and not exists (select from events.cat_links l where l.stream_id = s.id and l.version = s.version)
              or exists (select from events.cat_links l where l.stream_id = s.id and l.version = s.version + 1)
            order by s.id collate "C" limit 1
            """);
        select.CommandTimeout = 0;
        await using var rows = await select.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? string.Create(CultureInfo.InvariantCulture, $"The end of {rows.GetString(0)} is not event {rows.GetInt64(1)}: end missing") : null;
    }
}
