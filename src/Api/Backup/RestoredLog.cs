using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Backup;

/// <summary>The end of a log.</summary>
public sealed record LogEnd(long Position, long Events);

/// <summary>An event, and which transaction recorded it when.</summary>
public sealed record Recorder(long Position, uint Transaction, DateTimeOffset At);

/// <summary>Where a log is to be cut off, as the whole log knows it.</summary>
/// <param name="Kept">How many events stand up to there.</param>
/// <param name="Before">The last events up to there, the last one first.</param>
/// <param name="After">The first events after.</param>
public sealed record Cut(long Position, long Kept, LogEnd End, IReadOnlyList<Recorder> Before, IReadOnlyList<Recorder> After);

/// <summary>A log just recovered, with nobody else at work on it.</summary>
public sealed class RestoredLog : IAsyncDisposable
{
    private const string Events = "select seq_id, xmin::text::bigint, timestamp from events.mt_events";

    private readonly PostgresServer server;
    private readonly NpgsqlDataSource database;
    private readonly EventLog log;

    private RestoredLog(PostgresServer server)
    {
        this.server = server;
        database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { CommandTimeout = 0 });
        log = new EventLog(database, new EventTypes().Add(CatalogEvents.All));
    }

    public static async Task<RestoredLog> OpenAsync(BackupFolder backups, BaseBackup from, string dataFolder, uint? transaction, CancellationToken ct) =>
        new(await Recovery.RunAsync(backups, from, dataFolder, transaction, ct));

    public async Task<LogEnd> EndAsync(CancellationToken ct) => (await ReadAsync(
        "select coalesce(max(seq_id), 0), count(*) from events.mt_events", row => new LogEnd(row.GetInt64(0), row.GetInt64(1)), ct))[0];

    public async Task<long> CountAsync(long upTo, CancellationToken ct) => (await ReadAsync(
        "select count(*) from events.mt_events where seq_id <= $1", row => row.GetInt64(0), ct, upTo))[0];

    /// <summary>Which of these events are not here, in the same order.</summary>
    public async Task<IReadOnlyList<Recorder>> MissingAsync(IReadOnlyList<Recorder> events, CancellationToken ct)
    {
        var there = (await ReadAsync(
            "select seq_id from events.mt_events where seq_id = any($1)", row => row.GetInt64(0), ct, events.Select(each => each.Position).ToArray())).ToHashSet();
        return [.. events.Where(each => !there.Contains(each.Position))];
    }

    /// <summary>The cut behind the last event at or before a position; null when that is the end, or there is none.</summary>
    /// <param name="overlap">How many events to remember on either side.</param>
    public async Task<Cut?> CutAsync(long position, LogEnd end, int overlap, CancellationToken ct)
    {
        var before = await ReadAsync(Events + " where seq_id <= $1 order by seq_id desc limit $2", ReadRecorder, ct, position, overlap);
        if (before.Count == 0 || before[0].Position == end.Position)
            return null;
        var after = await ReadAsync(Events + " where seq_id > $1 order by seq_id limit $2", ReadRecorder, ct, position, overlap);
        return new Cut(before[0].Position, await CountAsync(position, ct), end, before, after);
    }

    public async Task<long> PositionAtAsync(DateTimeOffset time, long end, CancellationToken ct)
    {
        // Nobody appends: every hole is dead, and each look passes more of them.
        while (await log.MarkAsync(ct) < end)
        {
        }

        return await log.PositionAtAsync(time, ct);
    }

    /// <summary>Brings the schema up to date, begins an epoch, and checks everything there is to check.</summary>
    /// <param name="end">Of all that the archive holds.</param>
    public async Task<RestoreReport> FinishAsync(string dataFolder, BaseBackup from, LogEnd end, Cut? cut, CancellationToken ct)
    {
        await log.MigrateAsync(ct);
        var epochs = new Epochs(database);
        var epoch = await epochs.BeginAsync(end.Position, $"restored from {from.Name}", ct);
        var now = await EndAsync(ct);
        var recordedAt = await ReadAsync("select timestamp from events.mt_events where seq_id = $1", row => row.GetFieldValue<DateTimeOffset>(0), ct, now.Position);
        var anchors = new Anchors(database, log, new AnchorOptions());
        var about = LogInBackup.Of(from);
        var anchor = (await anchors.AllAsync(ct)).FirstOrDefault(each => each.To == about.AnchoredTo);
        return new RestoreReport(
            dataFolder, from.Name, now.Position, recordedAt.Cast<DateTimeOffset?>().FirstOrDefault(), now.Events, await LostAsync(now, cut, ct), epoch,
            await log.VerifyAsync(ct: ct), await anchors.VerifyAsync(ct),
            about.AnchorLink is null ? null : string.Equals(anchor?.Link, about.AnchorLink, StringComparison.Ordinal),
            await ReadAsync("select name from events.mt_event_progression where last_seq_id > $1 order by name", row => row.GetString(0), ct, now.Position));
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task<LostEvents?> LostAsync(LogEnd now, Cut? cut, CancellationToken ct) =>
        cut is not null && await MissingAsync(cut.After, ct) is [var first, ..]
            ? new LostEvents(first.Position, cut.End.Position, cut.End.Events - now.Events, first.At)
            : null;

    private static Recorder ReadRecorder(NpgsqlDataReader row) => new(row.GetInt64(0), (uint)row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2));

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<T>();
        while (await rows.ReadAsync(ct))
            found.Add(read(rows));
        return found;
    }
}
