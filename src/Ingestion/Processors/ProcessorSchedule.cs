using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Facts;
using EventCatalog.Ingestion.Memory;
using Microsoft.Extensions.Logging;

namespace EventCatalog.Ingestion.Processors;

/// <summary>Runs processors, each on its own: none waits for another.</summary>
public sealed partial class ProcessorSchedule(CrawlerMemory memory, FactWriter facts, Heartbeats heartbeats, TimeProvider clock, ILogger<ProcessorSchedule> logger)
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };
    private static readonly TimeSpan Weathering = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastGood = new(StringComparer.Ordinal);

    /// <summary>When the last good run of each processor in this process began.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastGood => _lastGood;

    /// <summary>Runs a processor again and again until cancelled, from where this node or another left off.</summary>
    public async Task FollowAsync(IProcessor processor, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var last = await LastAsync(processor, ct);
                if (last?.NextAt is { } due && due - clock.GetUtcNow() is var rest && rest > TimeSpan.Zero)
                    await Task.Delay(rest, clock, ct);
                await RunAsync(processor, ct);
            }
            catch (Exception e) when (Weather.Is(e))
            {
                await Task.Delay(Weathering, clock, ct);
            }
        }
    }

    /// <summary>Runs a processor once. What it throws, and that it takes too long, is a failed run; what it said before stays.</summary>
    public async Task<ProcessorHeartbeat> RunAsync(IProcessor processor, CancellationToken ct)
    {
        var last = await LastAsync(processor, ct);
        var started = clock.GetUtcNow();
        await BeatAsync(processor, new ProcessorHeartbeat(ProcessorState.Running, started, null, last?.LastGoodAt, 0, 0, last?.Failures ?? 0, last?.Failure, null, last?.Cursor), ct);
        var run = new ProcessorRun(await memory.LiveAsync(ct), last?.Cursor, started);
        var (observed, news, failure) = await ObserveAsync(processor, run, ct);

        var (finished, failures) = (clock.GetUtcNow(), failure is null ? 0 : (last?.Failures ?? 0) + 1);
        var state = failures switch { 0 => ProcessorState.Well, >= ProcessorPauses.FailuresToOpen => ProcessorState.Open, _ => ProcessorState.Failing };
        var beat = new ProcessorHeartbeat(
            state, started, finished, failure is null ? started : last?.LastGoodAt, observed, news, failures, failure,
            finished + ProcessorPauses.After(failures, processor.Interval), failure is null ? run.Cursor : last?.Cursor);
        await BeatAsync(processor, beat, ct);
        if (failure is null)
            _lastGood[processor.Name] = started;
        ProcessorTelemetry.Ended(processor.Name, failure is null, news, finished - started);
        return beat;
    }

    private async Task<(int Observed, int News, string? Failure)> ObserveAsync(IProcessor processor, ProcessorRun run, CancellationToken ct)
    {
        var (observed, news) = (0, 0);
        using var patience = new CancellationTokenSource(processor.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await foreach (var one in processor.ObserveAsync(run, either.Token).WithCancellation(either.Token))
            {
                // A processor that does not listen is stopped between two observations.
                either.Token.ThrowIfCancellationRequested();
                if (one.Facts.Count == 0)
                    continue;
                news += await facts.ObserveAsync(new ObserveFacts(one.Entity, processor.Name, one.Facts, run.Now), $"processor:{processor.Name}", either.Token);
                observed++;
            }

            return (observed, news, null);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (observed, news, $"It took longer than {processor.Timeout} and was given up.");
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !Weather.Is(e))
        {
            // Whatever it is, it is this processor's: the others go on, and it is tried again.
            LogFailed(e, processor.Name);
            return (observed, news, e is RuleViolation ? e.Message : $"{e.GetType().Name}: {e.Message}");
        }
    }

    private async Task<ProcessorHeartbeat?> LastAsync(IProcessor processor, CancellationToken ct) =>
        (await heartbeats.FindAsync(ProcessorHeartbeat.Prefix + processor.Name, ct)).TryGetValue(ProcessorHeartbeat.Prefix + processor.Name, out var last)
            ? last.Data.Deserialize<ProcessorHeartbeat>(Stored)
            : null;

    private Task BeatAsync(IProcessor processor, ProcessorHeartbeat beat, CancellationToken ct) => heartbeats.BeatAsync(ProcessorHeartbeat.Prefix + processor.Name, beat, clock.GetUtcNow(), ct);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A run of processor {Processor} failed; it is tried again")]
    private partial void LogFailed(Exception failure, string processor);
}
