using EventCatalog.Domain.Delivery;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Delivery;

/// <summary>Asks the runs read model.</summary>
public sealed class RunQueries(NpgsqlDataSource database)
{
    private const string Flaky = $"{RunsProjection.Schema}.flaky_test";
    private const int MostFlaky = 200;

    private static readonly string Columns =
        $"r.subject, r.source, r.run_id, r.position, r.at, {string.Join(", ", RunsProjection.Said.Select(column => $"r.{column}"))}";

    /// <summary>What ran for an entity, or for its repositories, in the order it was first told.</summary>
    /// <param name="kind"><c>build</c>, <c>tests</c>, <c>deployment</c> or <c>incident</c>.</param>
    public async Task<Connection<RunRow>> OfAsync(EntityVersion entity, string kind, AsOf at, PageArguments page, bool withTotal, CancellationToken ct)
    {
        var total = 0;
        if (withTotal)
        {
            var count = new SqlText();
            About(entity, count).Add($"select count(*)::int {From(kind, at, count)}");
            total = await count.ScalarAsync<int>(database, ct);
        }

        var sql = new SqlText();
        About(entity, sql).Add($"select {Columns} {From(kind, at, sql)} {PositionCursor.Page("r.position", page, sql)}");
        var found = new List<RunRow>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            found.Add(Read(rows));
        return PositionCursor.Connect(found, page, total, row => row.Position);
    }

    /// <summary>The tests of an entity that passed and failed on one commit, those seen so on most commits first; 200 at most.</summary>
    public async Task<IReadOnlyList<FlakyTestRow>> FlakyAsync(EntityVersion entity, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        About(entity, sql).Add(
            $"""
            select f.suite, f.test, (array_agg(f.commit_id order by f.position))[1], min(f.at), (array_agg(f.commit_id order by f.position desc))[1], max(f.at), count(*)::int
            from about join {Flaky} f on f.subject = about.subject and f.position >= about.lower and f.position < about.upper
            where {InstantSql.Between(null, at, "f.position", "f.at", sql)}
            group by f.suite, f.test order by count(*) desc, max(f.position) desc, f.suite, f.test limit {MostFlaky}
            """);
        var found = new List<FlakyTestRow>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            found.Add(new FlakyTestRow(
                rows.GetString(0), rows.GetString(1), Commit(rows.GetString(2)), rows.GetFieldValue<DateTimeOffset>(3),
                Commit(rows.GetString(4)), rows.GetFieldValue<DateTimeOffset>(5), rows.GetInt32(6)));
        }

        return found;
    }

    /// <summary>A common table expression of what counts as the entity: its names in turn, and its repositories.</summary>
    private static SqlText About(EntityVersion entity, SqlText sql) => sql
        .Add(EntityNames.Spans($"array[{sql.Value(entity.Id)}]"))
        .Add($", about as (select ref as subject, lower, upper from span union all select u.repository, 0, {VersionColumns.Open} from unnest({sql.Value(EntityRepositories.Of(entity))}) as u(repository))");

    private static string From(string kind, AsOf at, SqlText sql) =>
        $"""
        from about join {RunsProjection.Schema}.run r on r.subject = about.subject and r.position >= about.lower and r.position < about.upper
        where r.kind = {sql.Value(kind)} and {at.Holds("r")}
        """;

    private static string? Commit(string stored) => stored.Length == 0 ? null : stored;

    private static RunRow Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4),
        Text(row, 5), Text(row, 6), Text(row, 7), Text(row, 8), Time(row, 9), Time(row, 10), Enumerated<RunOutcome>(row, 11), Text(row, 12), Text(row, 13),
        Enumerated<DeploymentKind>(row, 14), Text(row, 15), Text(row, 16), Text(row, 17), Number(row, 18), Number(row, 19), Number(row, 20), Number(row, 21), Number(row, 22), Text(row, 23));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
    private static T? Enumerated<T>(NpgsqlDataReader row, int column) where T : struct, Enum => row.IsDBNull(column) ? null : Enum.Parse<T>(row.GetString(column));
}
