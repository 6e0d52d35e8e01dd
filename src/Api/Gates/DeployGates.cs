using EventCatalog.Domain;
using EventCatalog.Domain.Gates;
using EventCatalog.Domain.Ownership;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Ownership;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.Api.Gates;

/// <summary>What a gate said, and where that stands in the log.</summary>
/// <param name="KnownAt">The position the decision rests on.</param>
/// <param name="Position">The event that holds it.</param>
public sealed record GateAnswer(string Gate, EntityRef Entity, bool Allowed, string Verdict, EntityRef? Owner, IReadOnlyList<string> Reasons, long KnownAt, long Position);

/// <summary>A gate cannot answer now; nothing was recorded.</summary>
public sealed class GateClosedException(string message) : Exception(message);

/// <summary>Says whether something may be deployed, and records what it said.</summary>
public sealed class DeployGates(
    EntityQueries entities, RelationQueries relations, OwnerProblems problems, OwnershipOptions ownership, EventLog log, Followers followers, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="asked">By a name it has or had.</param>
    /// <param name="actor">Who asks.</param>
    /// <exception cref="GateClosedException">A read model does not follow the log, so that nobody can know.</exception>
    public async Task<GateAnswer> DecideAsync(EntityRef asked, string actor, CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        if (!await followers.WaitForAsync(mark, Patience, ct))
            throw new GateClosedException($"The log is at @{mark}, but a read model has not caught up with it: see `eventcatalog store status`.");
        var decided = DeployGate.Decide(await KnownAsync(asked, new AsOf.AtPosition(mark), mark, ct));
        var result = await log.AppendAsync(
            new StreamAppend(DeployGate.StreamOf(decided.Entity), ExpectedVersion.Any, [new NewEvent(decided, clock.GetUtcNow())]), new AppendContext(actor), ct);
        return new GateAnswer(
            decided.Gate, decided.Entity, decided.Verdict is GateVerdict.Allowed, decided.Verdict.ToString().ToLowerInvariant(), decided.Owner, decided.Reasons, mark, result.LastPosition);
    }

    private async Task<AskToDeploy> KnownAsync(EntityRef asked, AsOf at, long mark, CancellationToken ct)
    {
        if (!(await entities.FollowAsync([asked.ToString()], at, ct)).TryGetValue(asked.ToString(), out var entity))
            return new AskToDeploy(asked, Exists: false, null, null, mark);
        var owner = (await relations.OfAsync([entity.Ref], at, ct)).GetValueOrDefault(entity.Ref, []).FirstOrDefault(relation => relation.Type is "ownedBy");
        var fault = (await problems.OfAsync([entity.Ref], at, ct)).GetValueOrDefault(entity.Ref)?.Fault;
        if (fault is OwnerFault.OwnerNotAGroup && ownership.Policy is OwnerPolicy.Off)
            fault = null;
        return new AskToDeploy(EntityRef.Parse(entity.Ref), Exists: true, owner is null ? null : EntityRef.Parse(owner.TargetRef), fault, mark);
    }
}
