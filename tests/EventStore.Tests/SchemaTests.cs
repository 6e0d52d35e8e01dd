namespace EventCatalog.EventStore.Tests;

public sealed class SchemaTests : LogTests
{
    [Fact]
    public async Task The_tables_are_those_written_down()
    {
        var expected = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Schema.expected.txt"), Ct);

        var found = await DescribeAsync();
        found.Except(expected, StringComparer.Ordinal).ShouldBeEmpty("not written down");
        expected.Except(found, StringComparer.Ordinal).ShouldBeEmpty("not in the database");
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await Log.MigrateAsync(Ct);
        (await ScalarAsync<long>("select count(*) from events.cat_schema")).ShouldBe(12);
    }

    [Fact]
    public async Task Ten_processes_may_migrate_an_empty_database_at_once()
    {
        await using var empty = await PostgresFixture.TestPostgres.NewDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => new EventLog(empty, Orders.Types()).MigrateAsync(Ct)));

        await using var count = empty.CreateCommand("select count(*) from events.cat_schema");
        (await count.ExecuteScalarAsync(Ct)).ShouldBe(12L);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_in_a_sentence()
    {
        await ExecuteAsync("insert into events.cat_schema (version, name) values (999, 'from the future')");

        (await Should.ThrowAsync<SchemaTooNewException>(() => Log.MigrateAsync(Ct))).Message
            .ShouldBe("The event log in this database has schema version 999; this program knows versions up to 14. Start the newer program, or restore the backup made before the upgrade.");
    }

    private async Task<List<string>> DescribeAsync()
    {
        await using var command = Db.CreateCommand("""
            select line from (
                select 1 as part, table_name, ordinal_position as place, format('%s.%s %s%s%s%s', table_name, column_name, data_type,
                    coalesce('(' || character_maximum_length || ')', ''),
                    case is_nullable when 'NO' then ' not null' else '' end, coalesce(' default ' || column_default, '')) as line
                from information_schema.columns where table_schema = 'events'
                union all
                select 2, c.conrelid::regclass::text, 0, format('%s: %s %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
                from pg_constraint c join pg_namespace n on n.oid = c.connamespace
                where n.nspname = 'events' and c.contype <> 'n' -- PostgreSQL 18 counts "not null" among them; the columns say it already
                union all
                select 3, tablename, 0, indexdef from pg_indexes where schemaname = 'events'
                union all
                select 4, sequence_name, 0, format('sequence %s %s from %s by %s', sequence_name, data_type, start_value, increment)
                from information_schema.sequences where sequence_schema = 'events'
                union all
                select 5, event_object_table, 0, format('trigger %s: %s %s on %s for each %s', trigger_name, action_timing, event_manipulation, event_object_table, action_orientation)
                from information_schema.triggers where trigger_schema = 'events'
            ) described order by part, table_name collate "C", place, line collate "C"
            """);
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct))
            lines.Add(reader.GetString(0));
        return lines;
    }
}
