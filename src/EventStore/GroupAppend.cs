using System.Threading.Channels;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Appends of many callers in common transactions: what waits while one is under way goes together in the next, so that one flush serves many. Each caller
/// gets its own answer or exception: what the database refuses is made again alone, and harms no other. For machines that bring facts one by one; a
/// person's command has no one to share with and appends directly.
/// </summary>
public sealed class GroupAppend : IAsyncDisposable
{
    private const int Writers = 2;
    private const int MostStreams = 200;
    private const int MostWaiting = 2000;

    private readonly NpgsqlDataSource _database;
    private readonly EventLog _log;
    private readonly EventTypes _types;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(MostWaiting);
    private readonly Task _writing;

    public GroupAppend(NpgsqlDataSource database, EventLog log, EventTypes types)
    {
        _database = database;
        _log = log;
        _types = types;
        _writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync)));
    }

    /// <inheritdoc cref="EventLog.AppendAsync(IReadOnlyList{StreamAppend}, AppendContext, CancellationToken)"/>
    public async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<StreamAppend> appends, AppendContext context, CancellationToken ct = default)
    {
        if (appends.Count == 0)
            return [];
        var waiting = new Waiting(new AppendCommand(appends, context, _types), context);
        await _waiting.Writer.WriteAsync(waiting, ct);
        return await waiting.Answer.Task.WaitAsync(ct);
    }

    /// <summary>Takes no more, and ends when what waits is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var group = new List<Waiting>();
            for (var streams = 0; streams < MostStreams && _waiting.Reader.TryRead(out var next); streams += next.Command.Appends.Count)
                group.Add(next);
            await AnswerAsync(group);
        }
    }

    private async Task AnswerAsync(List<Waiting> group)
    {
        if (group.Count == 0)
            return;
        try
        {
            if (group.Count > 1 && await TogetherAsync(group))
                return;
        }
        catch (Exception e)
        {
            // The connection failed: whether they are in the log, nobody here knows, and to append them again might be to append them twice.
            group.ForEach(waiting => waiting.Answer.TrySetException(e));
            return;
        }

        foreach (var waiting in group)
            await AloneAsync(waiting);
    }

    /// <returns>False when the database refused one of them, and so all.</returns>
    private async Task<bool> TogetherAsync(List<Waiting> group)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        // Streams are locked in one order, so that the two writers do not wait for each other.
        List<Waiting> ordered = [.. group.OrderBy(waiting => waiting.Command.Appends.MinBy(append => append.Stream, StringComparer.Ordinal)!.Stream, StringComparer.Ordinal)];
        foreach (var waiting in ordered)
        {
            var (sql, parameters) = waiting.Command.Call();
            var call = new NpgsqlBatchCommand(sql);
            call.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(call);
        }

        var answers = new List<IReadOnlyList<AppendResult>>();
        try
        {
            await using var reader = await batch.ExecuteReaderAsync();
            do
                answers.Add(await ordered[answers.Count].Command.ReadAsync(reader, CancellationToken.None));
            while (await reader.NextResultAsync());
        }
        catch (PostgresException e) when (e.InvariantSeverity is "ERROR")
        {
            return false;
        }

        // Committed only now: before the last of them was read, none was.
        StoreTelemetry.Appended.Add(ordered.Where((_, i) => !answers[i][0].Duplicate).Sum(waiting => waiting.Command.Ids.Length));
        for (var i = 0; i < ordered.Count; i++)
            ordered[i].Answer.TrySetResult(answers[i]);
        _log.Announce(answers.SelectMany(results => results).Max(result => result.LastPosition));
        return true;
    }

    private async Task AloneAsync(Waiting waiting)
    {
        try
        {
            waiting.Answer.TrySetResult(await _log.AppendAsync(waiting.Command, waiting.Context, CancellationToken.None));
        }
        catch (Exception e)
        {
            waiting.Answer.TrySetException(e);
        }
    }

    private sealed record Waiting(AppendCommand Command, AppendContext Context)
    {
        public TaskCompletionSource<IReadOnlyList<AppendResult>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
