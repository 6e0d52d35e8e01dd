using System.Runtime.InteropServices;

namespace EventCatalog.GraphQL;

/// <summary>
/// What an operation may cost by the sizes of the lists it asks for, known before it is executed. In the answer at
/// <c>extensions.cost</c>.
/// </summary>
/// <param name="Requested">The operation's cost: fields, counted once for each item expected.</param>
/// <param name="Limit">The most that is allowed, <see cref="ExecutionOptions.MaxCost"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OperationCost(long Requested, long Limit)
{
    /// <summary>What the caller may still spend; null where the host keeps no account.</summary>
    public long? Remaining { get; init; }
}
