using EventCatalog.Api.Tests.Backup;
using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.Api.Tests;

/// <summary>The questions of ops/night.md, asked as they stand there.</summary>
public sealed class NightPageTests : IAsyncLifetime
{
    private NpgsqlDataSource database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database =
        await TestPostgres.NewDatabaseAsync(async template => await new EventLog(template, new EventTypes().Add(CatalogEvents.All)).MigrateAsync(Ct), "event-log");

    public ValueTask DisposeAsync()
    {
        TestPostgres.Drop(database);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_question_of_the_page_is_answered_to_the_portals_own_role()
    {
        var questions = Pages.Blocks("night.md", "sql");
        questions.Count.ShouldBeGreaterThan(10);
        foreach (var question in questions)
            (await AskAsync(question)).ShouldNotBeNull(question);
    }

    [Fact]
    public async Task An_append_that_was_forgotten_is_named_as_the_one_who_holds_the_mark()
    {
        await using var forgetful = await database.OpenConnectionAsync(Ct);
        await using var transaction = await forgetful.BeginTransactionAsync(Ct);
        await using (var append = new NpgsqlCommand("select * from events.cat_append(array['order-1'], array['order'], array[0], array[1], array[gen_random_uuid()], array['order-placed'], array['Order'], array['{}'::jsonb], array['{}'::jsonb], 'tester', null, null)", forgetful))
            await append.ExecuteNonQueryAsync(Ct);

        var holder = (await AskAsync(Pages.Blocks("night.md", "sql").Single(question => question.Contains("RowExclusiveLock", StringComparison.Ordinal)))).ShouldHaveSingleItem();

        holder["pid"].ShouldBe(forgetful.ProcessID);
        holder["state"].ShouldBe("idle in transaction");
    }

    private async Task<List<Dictionary<string, object>>> AskAsync(string question)
    {
        await using var command = database.CreateCommand(question);
        await using var rows = await command.ExecuteReaderAsync(Ct);
        var answers = new List<Dictionary<string, object>>();
        while (await rows.ReadAsync(Ct))
            answers.Add(Enumerable.Range(0, rows.FieldCount).ToDictionary(rows.GetName, rows.GetValue, StringComparer.Ordinal));
        return answers;
    }
}
