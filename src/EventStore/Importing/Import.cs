using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>What an import did.</summary>
/// <param name="Added">Events that were new.</param>
/// <param name="AlreadyThere">Events an earlier import, or append, had recorded.</param>
/// <param name="LastPosition">Of the events added; null when none was.</param>
public sealed record ImportResult(long Added, long AlreadyThere, long? LastPosition);

/// <summary>Appends in chunks; while the server takes one, the next is written out here.</summary>
internal sealed class Import(NpgsqlDataSource database, EventTypes types, AppendContext context)
{
    private const int ChunkSize = 10_000;
    private const int Attempts = 5;

    public async Task<ImportResult> RunAsync(IAsyncEnumerable<StreamAppend> appends, Action<long> appended, IProgress<long>? progress, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(context.Actor))
            throw new ArgumentException("An import needs an actor: the person, token or processor behind it.", nameof(appends));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ready = Channel.CreateBounded<BulkChunk>(1);
        var preparing = Task.Run(() => PrepareAsync(appends, ready.Writer, stop.Token), stop.Token);
        var result = new ImportResult(0, 0, null);
        try
        {
            await foreach (var chunk in ready.Reader.ReadAllAsync(ct))
            {
                await Upkeep.PartsAheadAsync(database, ct);
                var (added, last) = await WriteAsync(chunk, ct);
                result = new ImportResult(result.Added + added, result.AlreadyThere + chunk.Events.Count - added, last ?? result.LastPosition);
                StoreTelemetry.Appended.Add(added);
                if (last is { } position)
                    appended(position);
                progress?.Report(result.Added + result.AlreadyThere);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await preparing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return result;
    }

    private async Task PrepareAsync(IAsyncEnumerable<StreamAppend> appends, ChannelWriter<BulkChunk> ready, CancellationToken ct)
    {
        try
        {
            await foreach (var chunk in ChunksAsync(appends, ct))
                await ready.WriteAsync(chunk, ct);
            ready.Complete();
        }
        catch (Exception e)
        {
            ready.Complete(e); // the reader throws it
        }
    }

    private async IAsyncEnumerable<BulkChunk> ChunksAsync(IAsyncEnumerable<StreamAppend> appends, [EnumeratorCancellation] CancellationToken ct)
    {
        var (chunk, events) = (new List<StreamAppend>(), new List<ImportedEvent>());
        await foreach (var append in appends.WithCancellation(ct))
        {
            AppendCommand.Check([append]);
            if (events.Count > 0 && events.Count + append.Events.Count > ChunkSize)
            {
                yield return new BulkChunk(chunk, events);
                (chunk, events) = ([], []);
            }

            chunk.Add(append);
            events.AddRange(append.Events.Select(e => Prepare(append.Stream, e)));
        }

        if (events.Count > 0)
            yield return new BulkChunk(chunk, events);
    }

    private ImportedEvent Prepare(string stream, NewEvent e)
    {
        var type = types.NameOf(e.Event);
        var id = e.Id ?? throw new ArgumentException($"An event for stream '{stream}' has no id: an import repeated after a fault would add it twice.", nameof(e));
        try
        {
            return new ImportedEvent(
                stream, id, type, AppendCommand.DotnetType(e.Event.GetType()),
                ImportedEvent.Text(JsonSerializer.SerializeToElement(e.Event, e.Event.GetType(), types.Json)),
                ImportedEvent.Text(JsonElement.Parse(AppendCommand.Headers(e, types.ShapeOf(type)))),
                context.Actor, context.Correlation, context.Causation);
        }
        catch (FormatException refused)
        {
            throw new ArgumentException($"An event for stream '{stream}' holds {refused.Message}. Nothing of its transaction was imported: remove it at the source.", nameof(e), refused);
        }
    }

    private async Task<(int New, long? Last)> WriteAsync(BulkChunk chunk, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            try
            {
                return await BulkAppend.WriteAsync(connection, chunk, ct);
            }
            catch (PostgresException e) when (attempt < Attempts && IsOfAnotherImport(e))
            {
                // The same events are being imported twice at once: what the other has committed is left out now.
            }
        }
    }

    private static bool IsOfAnotherImport(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DeadlockDetected
        || (e.SqlState is PostgresErrorCodes.UniqueViolation && AppendErrors.IsEventId(e));
}
