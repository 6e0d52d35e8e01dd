using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.EventStore.Tests;

/// <summary>Each test has a migrated log of its own.</summary>
public abstract class LogTests : IAsyncLifetime
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected NpgsqlDataSource Db { get; private set; } = null!;

    protected EventLog Log { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Db = await Database.NewAsync();
        Log = new EventLog(Db, Orders.Types());
    }

    public virtual ValueTask DisposeAsync()
    {
        TestPostgres.Drop(Db);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Db.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Ct);
    }

    protected async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Db.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }
}
