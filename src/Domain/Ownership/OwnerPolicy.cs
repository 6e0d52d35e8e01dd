namespace EventCatalog.Domain.Ownership;

/// <summary>What comes of an owner that is not an existing Group.</summary>
public enum OwnerPolicy
{
    /// <summary>Nothing, as long as the owner is in the catalog.</summary>
    Off,

    /// <summary>It is told, and gates refuse it.</summary>
    Warning,

    /// <summary>The descriptor is refused; what it last said stays.</summary>
    Error,
}

/// <summary>What is wrong with an owner.</summary>
public enum OwnerFault
{
    /// <summary>None is declared.</summary>
    Unowned,

    /// <summary>The owner is not in the catalog.</summary>
    OwnerUnknown,

    /// <summary>The owner is no Group.</summary>
    OwnerNotAGroup,
}

/// <summary>The rule that the owner must be an existing Group.</summary>
public static class OwnerRule
{
    /// <summary>The kinds, in lower case, that must have an owner.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["component", "api", "resource", "system", "domain"];

    /// <summary>What is wrong, or null.</summary>
    /// <param name="kind">Of the owned entity, in any case.</param>
    /// <param name="owner">As it was resolved; null where none is declared.</param>
    /// <param name="exists">Whether the owner is in the catalog.</param>
    public static OwnerFault? Judge(string kind, EntityRef? owner, bool exists) => owner switch
    {
        null => Kinds.Contains(kind.ToLowerInvariant(), StringComparer.Ordinal) ? OwnerFault.Unowned : null,
        _ when !exists => OwnerFault.OwnerUnknown,
        { Kind: not "group" } => OwnerFault.OwnerNotAGroup,
        _ => null,
    };

    /// <summary>The name problems of this kind go by.</summary>
    public static string NameOf(OwnerFault fault) => fault switch
    {
        OwnerFault.Unowned => "owner-is-given",
        OwnerFault.OwnerUnknown => "owner-exists",
        _ => "owner-is-a-group",
    };

    /// <summary>For the author of the descriptor: what is wrong, and what to write.</summary>
    public static string Message(OwnerFault fault, EntityRef entity, EntityRef? owner) => fault switch
    {
        OwnerFault.Unowned => $"{entity} has no owner; name a Group in spec.owner",
        OwnerFault.OwnerUnknown => $"The owner {owner} is not in the catalog; name a Group that is, or declare it",
        _ => $"The owner {owner} is not a Group; name the team that answers for {entity}",
    };
}
