using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// The mark: every position up to it is either visible to all later reads or dead for ever, so a reader that stays at or
/// below it misses nothing. A hole is passed once every transaction that could still fill it has ended; no clock decides.
/// ops/decisions/0003 has the proof. Any number of processes may compute it side by side.
/// </summary>
internal sealed class HighWater(NpgsqlDataSource database) : IMark
{
    public const string ProgressName = "HighWaterMark";
    private const int Walk = 5000;
    private const int MostFences = 16;
    private static readonly TimeSpan PersistEvery = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Queue<(long Ceiling, HashSet<string> Holders)> _fences = new();
    private long _mark = -1;
    private long _persisted = -1;
    private long _persistedAt;
    private long _begun;
    private long _finished;

    public long Known => Math.Max(0, Volatile.Read(ref _mark));

    public bool IsHeldUp { get; private set; }

    /// <summary>The mark now: covers everything committed before the call, unless an older append is still open.</summary>
    public async ValueTask<long> AdvanceAsync(CancellationToken ct)
    {
        var begunBefore = Volatile.Read(ref _begun);
        await _gate.WaitAsync(ct);
        try
        {
            // Whoever waited while another caller began and finished a walk has its answer.
            if (_finished > begunBefore)
                return _mark;
            var walk = ++_begun;
            await using var connection = await database.OpenConnectionAsync(ct);
            if (_mark < 0)
                _mark = _persisted = await PersistedAsync(connection, ct);
            while (await WalkAsync(connection, ct))
            {
            }
            IsHeldUp = _fences.Count > 0;
            await PersistAsync(connection, ct);
            _finished = walk;
            return _mark;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask RaiseAsync(long proven, CancellationToken ct)
    {
        if (proven <= Volatile.Read(ref _mark))
            return;
        await _gate.WaitAsync(ct);
        try
        {
            if (proven > _mark)
                Volatile.Write(ref _mark, proven);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>One walk; true when there may be more to walk at once.</summary>
    private async Task<bool> WalkAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // The order of these three statements is the proof; each is a statement of its own and so has its own snapshot.
        // 1: which fences have fallen, before the rows are read.
        var (dead, fallen) = await FallenAsync(connection, ct);

        // 2: the rows, in a younger snapshot.
        var rows = await PositionsAfterAsync(connection, _mark, ct);
        var (mark, holes) = Pass(_mark, rows, dead);
        if (holes.Count > 0)
            await RecordHolesAsync(connection, holes, ct);

        // 3: who may still fill the hole we stand at, after the rows were read.
        (long, HashSet<string>)? fence = rows.Count > 0 && rows[^1] > mark && _fences.Count - fallen < MostFences
            ? (rows[^1], await AppendersAsync(connection, ct))
            : null;

        // Nothing above changed the state, so that a lost connection leaves it as it was.
        for (var i = 0; i < fallen; i++)
            _fences.Dequeue();
        var moved = mark > _mark;
        Volatile.Write(ref _mark, mark);
        while (_fences.TryPeek(out var passed) && passed.Ceiling <= mark)
            _fences.Dequeue();
        if (fence is { } raised)
        {
            _fences.Enqueue(raised);
            StoreTelemetry.Holds.Add(1);
        }

        if (holes.Count > 0)
            StoreTelemetry.Holes.Add(holes.Count);
        return moved && rows.Count == Walk;
    }

    private static (long Mark, List<(long From, long To)> Holes) Pass(long mark, List<long> rows, long dead)
    {
        var holes = new List<(long, long)>();
        foreach (var row in rows)
        {
            if (row != mark + 1)
            {
                if (row > dead)
                    break;
                holes.Add((mark + 1, row - 1));
            }
            mark = row;
        }
        return (mark, holes);
    }

    private async Task<(long Dead, int Fallen)> FallenAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_fences.Count == 0)
            return (0, 0);
        var now = await AppendersAsync(connection, ct);
        var fallen = _fences.TakeWhile(fence => !fence.Holders.Overlaps(now)).ToList();
        return (fallen.Count == 0 ? 0 : fallen.Max(fence => fence.Ceiling), fallen.Count);
    }

    private static async Task<List<long>> PositionsAfterAsync(NpgsqlConnection connection, long mark, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select seq_id from events.mt_events where seq_id > $1 order by seq_id limit $2", connection)
        {
            Parameters = { new() { Value = mark }, new() { Value = Walk } },
        };
        await command.PrepareAsync(ct);
        var rows = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(reader.GetInt64(0));
        return rows;
    }

    /// <summary>The transactions that hold the lock every appender takes before it draws a number.</summary>
    private static async Task<HashSet<string>> AppendersAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select virtualtransaction from pg_locks
            where locktype = 'relation' and relation = 'events.mt_events'::regclass and mode = 'RowExclusiveLock'
              and database = (select oid from pg_database where datname = current_database())
            """, connection);
        var holders = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            holders.Add(reader.GetString(0));
        return holders;
    }

    private static async Task RecordHolesAsync(NpgsqlConnection connection, List<(long From, long To)> holes, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            insert into events.mt_high_water_skips (starting_sequence, ending_sequence)
            select * from unnest($1, $2) on conflict (ending_sequence) do nothing
            """, connection)
        {
            Parameters = { new() { Value = holes.Select(h => h.From).ToArray() }, new() { Value = holes.Select(h => h.To).ToArray() } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static async Task<long> PersistedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select last_seq_id from events.mt_event_progression where name = $1", connection)
        {
            Parameters = { new() { Value = ProgressName } },
        };
        return await command.ExecuteScalarAsync(ct) is long mark ? mark : 0;
    }

    private async Task PersistAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_mark == _persisted || (_persistedAt != 0 && TimeProvider.System.GetElapsedTime(_persistedAt) < PersistEvery))
            return;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    insert into events.mt_event_progression as p (name, last_seq_id) values ($1, $2)
                    on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = now()
                    where p.last_seq_id < excluded.last_seq_id
                    """) { Parameters = { new() { Value = ProgressName }, new() { Value = _mark } } },
                new("""
                    insert into events.cat_clock (at, seq_id) select now(), $1
                    where not exists (select from events.cat_clock where at > now() - interval '1 minute')
                    on conflict (at) do nothing
                    """) { Parameters = { new() { Value = _mark } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        _persisted = _mark;
        _persistedAt = TimeProvider.System.GetTimestamp();
    }
}
