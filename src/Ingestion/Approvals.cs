using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Ingestion;

/// <summary>What someone said of a disappearance that was held.</summary>
/// <param name="Entities">What it was said of, in ordinal order.</param>
public sealed record Approval(IReadOnlyList<EntityRef> Entities, long Position);

/// <summary>Takes the answers to disappearances that wait for one.</summary>
public sealed class Approvals(LogWriter writer, TimeProvider clock)
{
    /// <summary>They may go: the next crawl that still misses them removes them. Declared again later, they return as they were.</summary>
    /// <param name="source">Id of the source.</param>
    /// <exception cref="RuleViolation">Nothing of this source waits for an answer.</exception>
    public Task<Approval> ApproveAsync(string source, string actor, CancellationToken ct) =>
        AnswerAsync(source, state => DisappearanceDecider.Decide(new ApproveDisappearance(), state), actor, ct);

    /// <summary>They stay although the source does not declare them, until it declares them again.</summary>
    /// <inheritdoc cref="ApproveAsync"/>
    public Task<Approval> KeepAsync(string source, string actor, CancellationToken ct) =>
        AnswerAsync(source, state => DisappearanceDecider.Decide(new KeepMissing(), state), actor, ct);

    private async Task<Approval> AnswerAsync(string source, Func<Source, IReadOnlyList<SourceEvent>> decide, string actor, CancellationToken ct)
    {
        await writer.SettleAsync(ct);
        var (events, position) = await writer.AppendAsync(source, decide, clock.GetUtcNow(), new AppendContext(actor), ct);
        var entities = events[0] switch
        {
            SourceEvent.DisappearanceApproved approved => approved.Entities,
            SourceEvent.DisappearanceKept kept => kept.Entities,
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no answer"),
        };
        return new Approval(entities, position!.Value);
    }
}
