using System.Globalization;
using EventCatalog.EmbeddedPostgres;
using Npgsql;

namespace EventCatalog.Faults.Tests;

/// <summary>
/// The one database of a run: PostgreSQL that flushes every commit, in a folder of its own. When it goes down, its owner in this
/// process starts it again under the same address, as a service manager would.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder folder;
    private readonly PostgresServer server;
    private volatile Outage? last;

    private Database(TempFolder folder, PostgresServer server)
    {
        this.folder = folder;
        this.server = server;
    }

    /// <summary>The last time it went down; null before the first.</summary>
    public Outage? Last => last;

    public static async Task<Database> StartAsync()
    {
        var own = new TempFolder();
        return new Database(own, await PostgresServer.StartAsync(new PostgresOptions(Data(own)), CancellationToken.None));
    }

    /// <summary>The server has 97 connections for all: who asks says how many at most.</summary>
    public string ConnectionString(int connections) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { MaxPoolSize = connections, PersistSecurityInfo = true, Timeout = 10 }.ConnectionString;

    /// <summary>Sends the server a signal and waits until it was gone and answers again.</summary>
    public async Task<Outage> TakeDownAsync(string signal, Diary diary)
    {
        var process = ServerProcess() ?? throw new InvalidOperationException("The database does not run.");
        var outage = last = new Outage(diary.Now);
        await Signals.SendAsync(signal, process);
        await Eventually.IsAsync("another server process", () => Task.FromResult(ServerProcess() is { } now && now != process), Patience);
        await Eventually.IsAsync("an answer of the database", AnswersAsync, Patience);
        return last = outage with { To = diary.Now };
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    private static string Data(TempFolder own) => Path.Combine(own.Root, "db");

    private int? ServerProcess()
    {
        try
        {
            var file = Directory.EnumerateFiles(Data(folder), "postmaster.pid", SearchOption.AllDirectories).SingleOrDefault();
            return file is not null && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var process) ? process : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it goes or comes in this moment
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var alone = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false, Timeout = 2 }.ConnectionString);
            await alone.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

/// <summary>The time in which the database was not there.</summary>
/// <param name="To">When it answered again; null while it does not.</param>
public sealed record Outage(TimeSpan From, TimeSpan? To = null);
