using EventCatalog.ReadModels.Beliefs;
using Npgsql;

namespace EventCatalog.ReadModels.Relations;

/// <summary>What some names led to, from when on. A name that was never given up leads to itself.</summary>
internal sealed class Namings
{
    private readonly Dictionary<string, List<(long Position, DateTimeOffset At, string LeadsTo)>> namings = new(StringComparer.Ordinal);

    private Namings() { }

    /// <summary>Which of them changed at which position, in order.</summary>
    public IEnumerable<(long Position, string Name)> Changes => namings.SelectMany(name => name.Value.Select(change => (change.Position, name.Key))).Order();

    public static async Task<Namings> ReadAsync(IReadOnlyCollection<string> names, NpgsqlConnection connection, CancellationToken ct)
    {
        var found = new Namings();
        await using var command = new NpgsqlCommand("select name, position, at, leads_to from naming where name = any($1) order by name, position", connection)
        {
            Parameters = { new() { Value = names.ToArray() } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            if (!found.namings.TryGetValue(rows.GetString(0), out var changes))
                found.namings.Add(rows.GetString(0), changes = []);
            changes.Add((rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetString(3)));
        }

        return found;
    }

    /// <summary>Where an edge led while it was there, as known at a position.</summary>
    public IEnumerable<Period<(Edge Edge, string Other)>> Resolve(Period<Edge> edge, long position)
    {
        var (other, from) = (edge.Value.Written, edge.From);
        foreach (var change in InEffect(other, position))
        {
            if (edge.To is { } end && change.At >= end)
                break;
            if (change.At > from && !string.Equals(change.LeadsTo, other, StringComparison.Ordinal))
            {
                yield return new((edge.Value, other), from, change.At);
                from = change.At;
            }

            other = change.LeadsTo;
        }

        yield return new((edge.Value, other), from, edge.To);
    }

    /// <summary>
    /// Where a name led, as known at a position, in the order of effect. Who gave it up may be renamed once more after another has it: by then it leads there no
    /// more, though that was known first.
    /// </summary>
    private IEnumerable<(long Position, DateTimeOffset At, string LeadsTo)> InEffect(string name, long position)
    {
        var known = namings.GetValueOrDefault(name, []).FindAll(change => change.Position <= position);
        return known.Where((change, place) => known.Skip(place + 1).All(later => later.At > change.At));
    }
}
