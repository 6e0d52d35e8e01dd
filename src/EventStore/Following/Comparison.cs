using System.Globalization;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A table of which two builds hold different rows.</summary>
/// <param name="Served">Rows in the build that is served.</param>
/// <param name="Beside">Rows in the build beside it.</param>
/// <param name="OnlyServed">The first few rows only the served build has, as PostgreSQL prints them; their columns in the order of their names.</param>
/// <param name="OnlyBeside">The same of the other.</param>
public sealed record TableDifference(string Table, long Served, long Beside, IReadOnlyList<string> OnlyServed, IReadOnlyList<string> OnlyBeside)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Table}: {Served} rows served, {Beside} beside");
}

/// <summary>Compares two builds of a projection, table by table, whatever the order of their rows.</summary>
internal static class Comparison
{
    private const int RowsShown = 5;

    public static async Task<IReadOnlyList<TableDifference>> OfAsync(NpgsqlConnection connection, string served, string beside, CancellationToken ct)
    {
        var ours = (await BuildTable.OfAsync(connection, served, ct)).ToDictionary(table => table.Name, StringComparer.Ordinal);
        var theirs = (await BuildTable.OfAsync(connection, beside, ct)).ToDictionary(table => table.Name, StringComparer.Ordinal);
        var differences = new List<TableDifference>();
        foreach (var name in ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (our, their) = (ours.GetValueOrDefault(name), theirs.GetValueOrDefault(name));
            if (our is null || their is null || !our.Columns.SequenceEqual(their.Columns, StringComparer.Ordinal))
                differences.Add(new(name, await CountAsync(connection, served, our, ct), await CountAsync(connection, beside, their, ct), Shape(our), Shape(their)));
            else if (await DifferenceAsync(connection, our, served, beside, ct) is { } difference)
                differences.Add(difference);
        }
        return differences;
    }

    private static IReadOnlyList<string> Shape(BuildTable? table) => table is null ? [] : [$"({string.Join(", ", table.Columns)})"];

    private static async Task<TableDifference?> DifferenceAsync(NpgsqlConnection connection, BuildTable table, string served, string beside, CancellationToken ct)
    {
        var (ours, ourSum) = await SumAsync(connection, served, table, ct);
        var (theirs, theirSum) = await SumAsync(connection, beside, table, ct);
        return ours == theirs && string.Equals(ourSum, theirSum, StringComparison.Ordinal)
            ? null
            : new(table.Name, ours, theirs, await OnlyInAsync(connection, table, served, beside, ct), await OnlyInAsync(connection, table, beside, served, ct));
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string schema, BuildTable? table, CancellationToken ct) =>
        table is null ? 0 : (await SumAsync(connection, schema, table, ct)).Count;

    /// <summary>A sum does not mind the order of its parts, and neither do two builds of one log.</summary>
    private static async Task<(long Count, string Sum)> SumAsync(NpgsqlConnection connection, string schema, BuildTable table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select count(*), coalesce(sum(hashtextextended({Text(table)}, 0)), 0)::text from {schema}.{table.Name} t", connection) { CommandTimeout = 0 };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetString(1));
    }

    private static async Task<IReadOnlyList<string>> OnlyInAsync(NpgsqlConnection connection, BuildTable table, string schema, string other, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select left(line, 300) from (select {Text(table)} from {schema}.{table.Name} t except all select {Text(table)} from {other}.{table.Name} t) as missing(line)
            order by line collate "C" limit {RowsShown}
            """, connection) { CommandTimeout = 0 };
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            lines.Add(row.GetString(0));
        return lines;
    }

    private static string Text(BuildTable table) => $"row({string.Join(", ", table.Columns.Select(column => $"t.{column}"))})::text";
}
