using System.Text.Json;
using EventCatalog.Domain.Facts;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Facts;

/// <summary>Asks the facts read model.</summary>
public sealed class FactQueries(NpgsqlDataSource database)
{
    private const string From = $"{FactsProjection.Schema}.fact f join span on span.ref = f.entity and f.seq_from >= span.lower and f.seq_from < span.upper";

    /// <summary>The facts of each entity, by identity, at an instant, ordered by name, then source; told under whichever name it had.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<FactRow>>> OfAsync(IReadOnlyCollection<string> ids, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add(EntityNames.Spans(sql.Value(ids.ToArray())))
            .Add($"select distinct on (span.id, f.name collate \"C\", f.source collate \"C\") span.id, {Columns(at, sql)} from {From}")
            .Add($"where {at.Holds("f")} order by span.id, f.name collate \"C\", f.source collate \"C\", f.valid_from desc");
        var found = new List<(string Id, FactRow Row)>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            found.Add((rows.GetString(0), Read(rows)));
        return found.GroupBy(one => one.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (IReadOnlyList<FactRow>)[.. group.Select(one => one.Row)], StringComparer.Ordinal);
    }

    /// <summary>What was said of an entity under one name, by whichever source, in the order it was recorded.</summary>
    public async Task<Connection<FactRow>> HistoryAsync(string id, string name, AsOf at, PageArguments page, bool withTotal, CancellationToken ct)
    {
        var total = 0;
        if (withTotal)
        {
            var count = new SqlText();
            count.Add(EntityNames.Spans($"array[{count.Value(id)}]")).Add($"select count(*)::int from {From} where f.name = {count.Value(name)} and {at.Began("f")}");
            total = await count.ScalarAsync<int>(database, ct);
        }

        var sql = new SqlText();
        sql.Add(EntityNames.Spans($"array[{sql.Value(id)}]"))
            .Add($"select span.id, {Columns(at, sql)} from {From} where f.name = {sql.Value(name)} and {at.Began("f")} {PositionCursor.Page("f.seq_from", page, sql)}");
        var found = new List<FactRow>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            found.Add(Read(rows));
        return PositionCursor.Connect(found, page, total, row => row.Position);
    }

    /// <summary>What is over depends on the instant: the time asked about, the time its last event was recorded, or now.</summary>
    private static string Columns(AsOf at, SqlText sql)
    {
        var time = at switch
        {
            AsOf.AtTime then => sql.Value(then.Time.UtcDateTime),
            AsOf.AtPosition known => $"(select e.recorded_at from {EventsProjection.Schema}.event e where e.position <= {sql.Value(known.Position)} order by e.position desc limit 1)",
            _ => "now()",
        };
        return $"f.name, f.source, f.value, f.valid_from, f.valid_until, f.evidence, f.seq_from, coalesce(f.valid_until <= {time}, false)";
    }

    private static FactRow Read(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetString(2), JsonSerializer.Deserialize<FactValue>(row.GetString(3), JsonSerializerOptions.Web)!, row.GetFieldValue<DateTimeOffset>(4),
        row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetInt64(7), row.GetBoolean(8));
}
