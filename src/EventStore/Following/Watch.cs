using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Learns how far the followers are that other nodes work on: one query for all of them, at every announcement and on a timer.
/// </summary>
internal sealed class Watch(EventLog log, NpgsqlDataSource database, FollowerOptions options, Func<IReadOnlyList<Follower>> elsewhere)
{
    private readonly Signal _look = new();

    /// <summary>Look at once.</summary>
    public void Look() => _look.Set();

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await LookAsync(ct);
            }
            catch (NpgsqlException e) when (!ct.IsCancellationRequested)
            {
                foreach (var follower in elsewhere())
                    follower.Miss(e.Message);
            }
            await _look.WaitAsync(options.Busy * (0.8 + (0.4 * Random.Shared.NextDouble())), ct);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var asked = elsewhere().Select(follower => (Follower: follower, follower.Turn)).ToList();
        if (asked.Count == 0)
            return;
        var seen = await ReadAsync(asked.ToDictionary(each => each.Follower.Name, each => each.Follower.Schema, StringComparer.Ordinal), ct);
        // Before anybody is told of the positions: a checkpoint is a proven mark, so what it promises can be read here too.
        await log.RaiseMarkAsync(seen.Count == 0 ? 0 : seen.Values.Max(each => each.Position), ct);
        foreach (var (follower, turn) in asked)
            follower.Observe(turn, seen.TryGetValue(follower.Name, out var found) ? found.Position : -1, found.Failure);
    }

    private async Task<Dictionary<string, (long Position, FollowerFailure? Failure)>> ReadAsync(Dictionary<string, string> schemas, CancellationToken ct)
    {
        // A checkpoint without tables promises what is not there: they are being built anew.
        await using var command = database.CreateCommand("""
            select p.name, p.last_seq_id, d.seq_id, e.type, coalesce(d.error, format('Parked by %s: %s', k.actor, k.because)), coalesce(d.at, k.at)
            from unnest($1, $2) as f (name, schema)
            join events.mt_event_progression p on p.name = f.name and to_regnamespace(f.schema) is not null
            left join lateral (select * from events.cat_dead_letters d where d.projection = p.name order by d.seq_id limit 1) d on true
            left join events.cat_parked k on k.projection = p.name
            left join events.mt_events e on e.seq_id = d.seq_id
            """);
        command.Parameters.Add(new() { Value = schemas.Keys.Append(HighWater.ProgressName).ToArray() });
        command.Parameters.Add(new() { Value = schemas.Values.Append("events").ToArray() });
        var found = new Dictionary<string, (long, FollowerFailure?)>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var failure = await rows.IsDBNullAsync(5, ct)
                ? null
                : new FollowerFailure(rows.IsDBNull(2) ? null : rows.GetInt64(2), await rows.IsDBNullAsync(3, ct) ? null : rows.GetString(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5));
            found.Add(rows.GetString(0), (rows.GetInt64(1), failure));
        }

        return found;
    }
}
