using Npgsql;

namespace EventCatalog.EventStore.Tests;

public sealed class CopyRowsTests : LogTests
{
    private const string Table = "create table copied (a bigint primary key, b int, c boolean, d text, e uuid, f timestamptz, g jsonb, h json)";

    [Fact]
    public async Task Values_arrive_as_they_were_given_however_many_rows_there_are()
    {
        await ExecuteAsync(Table);
        var (id, at) = (Guid.Parse("0190a1b2-0000-7000-8000-0123456789ab"), new DateTimeOffset(1999, 12, 31, 23, 59, 59, 123, 456, TimeSpan.FromHours(2)));
        const int Rows = 5000;
        await using (var connection = await Db.OpenConnectionAsync(Ct))
        {
            await using var copy = await CopyRows.BeginAsync(connection, "copied (a, b, c, d, e, f, g, h)", Ct);
            for (var row = 0; row < Rows; row++)
            {
                await copy.StartRowAsync(8, Ct);
                copy.Write(long.MaxValue - row);
                copy.Write(-row);
                copy.Write(row % 2 == 0);
                copy.Write(row % 3 == 0 ? null : new string('ä', 100) + "🜁");
                copy.Write(id);
                copy.WriteTime(row % 2 == 0 ? at : null);
                copy.WriteJsonb("{\"b\": 1, \"a\": 2}"u8);
                copy.Write("{\"b\": 1, \"a\": 2}"u8);
            }

            await copy.CompleteAsync(Ct);
        }

        (await ScalarAsync<long>(
            """
            select count(*) from copied where a = 9223372036854775807 + b and c = (b % 2 = 0) and (d is null) = (b % 3 = 0) and coalesce(d, repeat('ä', 100) || '🜁') = repeat('ä', 100) || '🜁'
              and e = '0190a1b2-0000-7000-8000-0123456789ab' and f = case when c then timestamptz '1999-12-31 21:59:59.123456Z' else 'infinity' end
              and g = '{"a": 2, "b": 1}' and h::text = '{"b": 1, "a": 2}'
            """)).ShouldBe(Rows);
    }

    [Fact]
    public async Task What_is_not_completed_is_not_there_and_the_connection_goes_on()
    {
        await ExecuteAsync(Table);
        await using var connection = await Db.OpenConnectionAsync(Ct);
        await using (var copy = await CopyRows.BeginAsync(connection, "copied (a)", Ct))
        {
            await copy.StartRowAsync(1, Ct);
            copy.Write(1L);
        }

        (await CountAsync(connection)).ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_is_said_as_that()
    {
        await ExecuteAsync(Table);
        await using var connection = await Db.OpenConnectionAsync(Ct);
        var lost = await Should.ThrowAsync<Exception>(async () =>
        {
            await using var copy = await CopyRows.BeginAsync(connection, "copied (a, d)", Ct);
            await ExecuteAsync($"select pg_terminate_backend({connection.ProcessID}, 5000)");
            await WriteMuchAsync(copy, Ct);
        });

        Weather.Is(lost).ShouldBeTrue(lost.ToString());
    }

    [Fact]
    public async Task What_the_table_refuses_is_said_with_its_constraint_and_the_connection_goes_on()
    {
        await ExecuteAsync(Table);
        await using var connection = await Db.OpenConnectionAsync(Ct);
        var refused = await Should.ThrowAsync<PostgresException>(async () =>
        {
            await using var copy = await CopyRows.BeginAsync(connection, "copied (a)", Ct);
            for (var twice = 0; twice < 2; twice++)
            {
                await copy.StartRowAsync(1, Ct);
                copy.Write(1L);
            }

            await copy.CompleteAsync(Ct);
        });

        (refused.SqlState, refused.ConstraintName).ShouldBe((PostgresErrorCodes.UniqueViolation, "copied_pkey"));
        (await CountAsync(connection)).ShouldBe(0);
    }

    /// <summary>More than fits into the buffers on the way, so that somebody has to wait for the server.</summary>
    private static async Task WriteMuchAsync(CopyRows copy, CancellationToken ct)
    {
        var text = new string('x', 100_000);
        for (var row = 0; row < 1000; row++)
        {
            await copy.StartRowAsync(2, ct);
            copy.Write((long)row);
            copy.Write(text);
        }
        await copy.CompleteAsync(ct);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection)
    {
        await using var count = new NpgsqlCommand("select count(*) from copied", connection);
        return (long)(await count.ExecuteScalarAsync(Ct))!;
    }
}
