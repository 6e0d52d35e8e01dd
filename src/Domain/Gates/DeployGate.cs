using EventCatalog.Domain.Ownership;
using static EventCatalog.Domain.Gates.GateEvent;

namespace EventCatalog.Domain.Gates;

/// <summary>Someone is about to deploy an entity.</summary>
/// <param name="Exists">Whether it is in the catalog.</param>
/// <param name="Owner">As declared and resolved.</param>
/// <param name="Fault">What is wrong with the owner.</param>
/// <param name="KnownAt">The position of the log that all this was read at.</param>
public sealed record AskToDeploy(EntityRef Entity, bool Exists, EntityRef? Owner, OwnerFault? Fault, long KnownAt);

/// <summary>No production without an owner.</summary>
public static class DeployGate
{
    public const string Name = "deploy";

    public static string StreamOf(EntityRef entity) => $"gate-{entity}";

    public static GateDecided Decide(AskToDeploy asked) => asked switch
    {
        { Exists: false } => Decided(asked, GateVerdict.Unknown, $"{asked.Entity} is not in the catalog: register it, or correct the reference"),
        { Fault: { } fault } => Decided(asked, GateVerdict.Refused, OwnerRule.Message(fault, asked.Entity, asked.Owner)),
        { Owner: { } owner } => Decided(asked, GateVerdict.Allowed, $"{owner} answers for it") with { Owner = owner },
        _ => Decided(asked, GateVerdict.Refused, OwnerRule.Message(OwnerFault.Unowned, asked.Entity, null)),
    };

    private static GateDecided Decided(AskToDeploy asked, GateVerdict verdict, string reason) => new(Name, asked.Entity, verdict, null, [reason], asked.KnownAt);
}
