using System.Globalization;
using Npgsql;

namespace EventCatalog.EventStore.Tests;

/// <summary>
/// Adds up quantities per stream. Deliberately not "twice equals once": a page applied a second time shows in the sums.
/// </summary>
internal class Quantities(string name) : IProjection
{
    public Quantities()
        : this("quantities/1")
    {
    }

    public string Name => name;

    /// <summary>The id says when a row was first written, which no comparison may mind.</summary>
    public string Ddl => "create table quantity (id bigint generated always as identity, stream varchar constraint quantity_pk primary key, total bigint not null)";

    public string Indexes => "create index ix_quantity_total on quantity (total)";

    public virtual async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var sums = page.Where(e => e.Event is OrderPlaced).GroupBy(e => e.Stream, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(e => (long)((OrderPlaced)e.Event!).Quantity), StringComparer.Ordinal);
        await using var upsert = new NpgsqlCommand("""
            insert into quantity as q (stream, total) select s, t from unnest($1, $2) as n(s, t)
            on conflict (stream) do update set total = q.total + excluded.total
            """, connection);
        upsert.Parameters.Add(new() { Value = sums.Keys.ToArray() });
        upsert.Parameters.Add(new() { Value = sums.Values.ToArray() });
        await upsert.ExecuteNonQueryAsync(ct);
    }

    public static async Task<string> ReadAsync(NpgsqlDataSource database, string schema = "rm_quantities_1")
    {
        await using var command = database.CreateCommand(string.Create(CultureInfo.InvariantCulture,
            $"select coalesce(string_agg(stream || '=' || total, ' ' order by stream collate \"C\"), '') from {schema}.quantity"));
        return (string)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>Fails at an event that orders poison.</summary>
internal sealed class RefusesPoison() : Quantities("picky/1")
{
    public bool Refuses { get; set; } = true;

    public override async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        await base.ApplyAsync(page, connection, ct);
        if (Refuses && page.Any(e => e.Event is OrderPlaced { Item: "poison" }))
            throw new InvalidOperationException("I do not eat that.");
    }
}
