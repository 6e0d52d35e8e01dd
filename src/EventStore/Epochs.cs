using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A time from one restore of the log to the next. The first, 1, is before any restore and has no row.</summary>
/// <param name="Kept">The last position that was restored.</param>
/// <param name="First">The position from which new events are numbered; those between were lost, or never were.</param>
public sealed record Epoch(int Number, long Kept, long First, string Because, DateTimeOffset At);

/// <summary>
/// Tells positions that were given out before a restore and lost by it from those of this log. A restored log jumps over the numbers that may have
/// been lost; who comes with one of them has seen what no longer is.
/// </summary>
public sealed class Epochs(NpgsqlDataSource database)
{
    /// <summary>More than an archive can be behind its database: a minute, of appends that anyone has measured.</summary>
    private const long Jump = 10_000;

    private IReadOnlyList<Epoch>? _known;

    /// <summary>The number of the epoch the log is in: 1, and one more for each time it was restored from a backup.</summary>
    public async Task<int> CurrentAsync(CancellationToken ct) => (await AllAsync(ct)).LastOrDefault()?.Number ?? 1;

    /// <summary>Oldest first; none for a log that was never restored.</summary>
    public async Task<IReadOnlyList<Epoch>> AllAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select epoch, kept_seq, first_seq, because, at from events.cat_epochs order by epoch");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var epochs = new List<Epoch>();
        while (await rows.ReadAsync(ct))
            epochs.Add(new Epoch(rows.GetInt32(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4)));
        return epochs;
    }

    /// <summary>Why a position that somebody remembers cannot be one of this log; null when it can.</summary>
    /// <param name="mark">What is known to be readable: up to there the database need not be asked.</param>
    public async Task<string?> RefusalAsync(long position, long mark, CancellationToken ct)
    {
        // A restore happens while nothing runs: read once.
        _known ??= await AllAsync(ct);
        if (_known.FirstOrDefault(epoch => position > epoch.Kept && position < epoch.First) is { } lost)
            return FormattableString.Invariant($"@{position} was lost when the log was restored at {lost.At:u} (epoch {lost.Number}): go back to @{lost.Kept}, and forget what came after it.");
        if (position <= mark || await MayHaveBeenGivenOutAsync(position, ct))
            return null;
        return FormattableString.Invariant($"@{position} is beyond every position this log ever gave out: it is of another log, or of this one before it was restored.");
    }

    /// <summary>Begins the epoch after a restore. Nothing else may use the database meanwhile.</summary>
    /// <param name="lostUpTo">The highest position known to have been given out before; 0 when nothing is known beyond what the log holds.</param>
    public async Task<Epoch> BeginAsync(long lostUpTo, string because, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("""
            with kept as (
                select coalesce(max(seq_id), 0) as seq from events.mt_events
            ), begun as (
                insert into events.cat_epochs (epoch, kept_seq, first_seq, because)
                select (select coalesce(max(epoch), 1) + 1 from events.cat_epochs), kept.seq, greatest(kept.seq, s.last_value, $1) + $2 + 1, $3
                from kept, events.mt_events_sequence s
                returning epoch, kept_seq, first_seq, because, at
            )
            select b.*, setval('events.mt_events_sequence', b.first_seq - 1) from begun b
            """, connection)
        {
            Parameters = { new() { Value = lostUpTo }, new() { Value = Jump }, new() { Value = because } },
        };
        Epoch begun;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            await row.ReadAsync(ct);
            begun = new Epoch(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4));
        }

        await transaction.CommitAsync(ct);
        return begun;
    }

    /// <summary>A standby may be behind the primary that gave it out.</summary>
    private async Task<bool> MayHaveBeenGivenOutAsync(long position, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select pg_is_in_recovery() or (is_called and last_value >= $1) from events.mt_events_sequence");
        command.Parameters.Add(new() { Value = position });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
