using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Relations;

/// <summary>When the last thing known of each entity took effect, and of which entities something became known late.</summary>
internal sealed class Declarers
{
    private readonly Dictionary<string, DateTimeOffset> last = new(StringComparer.Ordinal);
    private readonly HashSet<string> corrected = new(StringComparer.Ordinal);
    private bool isNaming;

    private Declarers() { }

    /// <summary>The names that the events are about.</summary>
    public IReadOnlyCollection<string> Names => last.Keys;

    /// <summary>Those among them of which something became known late, now or before.</summary>
    public IReadOnlyCollection<string> Corrected => corrected;

    /// <summary>Whether a name was taken or may have been: what other entities wrote may lead elsewhere since.</summary>
    public bool IsNaming => isNaming;

    public static async Task<Declarers> ReadAsync(IReadOnlyList<RecordedEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        var declarers = new Declarers();
        var names = events.Select(recorded => (EntityEvent)recorded.Event!)
            .SelectMany(happened => happened is EntityRenamedFrom e ? [e.Entity.ToString(), e.From.ToString()] : (string[])[happened.Entity.ToString()]);
        await using var command = new NpgsqlCommand("select name, at, corrected from declarer where name = any($1)", connection)
        {
            Parameters = { new() { Value = names.Distinct(StringComparer.Ordinal).ToArray() } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            declarers.last[rows.GetString(0)] = rows.GetFieldValue<DateTimeOffset>(1);
            if (rows.GetBoolean(2))
                declarers.corrected.Add(rows.GetString(0));
        }

        return declarers;
    }

    /// <summary>When the event is to take effect: not before what is known already. Where it says otherwise, the entity is to be corrected.</summary>
    public DateTimeOffset Take(RecordedEvent recorded, EntityEvent happened)
    {
        var (name, at) = (happened.Entity.ToString(), recorded.EffectiveAt);
        if (last.TryGetValue(name, out var end) && end > at)
            at = end;
        if (happened is EntityRenamedFrom { From: var from })
        {
            if (last.TryGetValue(from.ToString(), out var before) && before > at)
                at = before;
            last[from.ToString()] = at;
        }
        else if (happened is PastVersionFound || (at != recorded.EffectiveAt && happened is not EntityRegistered))
        {
            corrected.Add(name);
        }

        isNaming |= happened is EntityRenamedFrom or EntityMerged || (happened is EntityRegistered && recorded.StreamVersion > 1);
        if (happened is not PastVersionFound)
            last[name] = at;
        else
            last.TryAdd(name, DateTimeOffset.MinValue);
        return at;
    }

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var upsert = new NpgsqlCommand(
            """
            insert into declarer (name, at, corrected) select * from unnest($1::text[], $2::timestamptz[], $3::boolean[])
            on conflict on constraint pk_declarer do update set at = excluded.at, corrected = excluded.corrected
            """, connection);
        upsert.Parameters.Add(new() { Value = last.Keys.ToArray() });
        upsert.Parameters.Add(new() { Value = last.Values.Select(at => at.UtcDateTime).ToArray() });
        upsert.Parameters.Add(new() { Value = last.Keys.Select(corrected.Contains).ToArray() });
        await upsert.ExecuteNonQueryAsync(ct);
    }
}
