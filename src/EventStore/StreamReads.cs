using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Reads streams in the transaction of whoever asks, so that a projection may look back at what it was given before.</summary>
public sealed class StreamReads(EventTypes types)
{
    private readonly EventRows _rows = new(types);

    /// <summary>The events of some streams up to a position, in position order.</summary>
    /// <param name="projection">What was left out of it by order of an operator is left out here.</param>
    /// <exception cref="EventUnreadableException">A stored body does not fit its record.</exception>
    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(
        IReadOnlyCollection<string> streams, long upTo, string projection, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            {EventRows.Select} where stream_id = any($1) and seq_id <= $2
              and seq_id not in (select s.seq_id from events.cat_skips s where s.projection in ($3, $3 || '+beside'))
            order by seq_id
            """, connection)
        {
            Parameters = { new() { Value = streams.ToArray() }, new() { Value = upTo }, new() { Value = projection } },
        };
        return await _rows.ReadAllAsync(command, ct);
    }
}
