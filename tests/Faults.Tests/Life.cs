namespace EventCatalog.Faults.Tests;

public enum NodeState
{
    Starting,
    Up,
    Frozen,

    /// <summary>Let go on after it was frozen, and not heard of yet.</summary>
    Waking,
    Stopping,
    Dead,
}

/// <summary>One stretch of a node's life, between two things done to it.</summary>
/// <param name="Since">What was done last: <c>start</c>, <c>kill</c>, <c>freeze</c>, <c>restart</c>.</param>
public sealed record Condition(NodeState State, string Since);

/// <summary>One process of a node, from its start to its end.</summary>
public sealed class Life(Uri url)
{
    private long highest;

    public Uri Url { get; } = url;

    /// <summary>The highest position it has reported so far.</summary>
    public long Highest => Interlocked.Read(ref highest);

    /// <summary>Takes note of a position it reported.</summary>
    public void Reported(long position)
    {
        for (var seen = Highest; position > seen; seen = Highest)
            Interlocked.CompareExchange(ref highest, position, seen);
    }
}
