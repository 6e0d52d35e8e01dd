namespace EventCatalog.EventStore;

public enum FollowerState
{
    /// <summary>Its checkpoint is not known yet.</summary>
    Starting,
    Running,

    /// <summary>The database cannot be reached or is busy; tried again for ever.</summary>
    Retrying,

    /// <summary>Failed for a reason that will not pass by itself, or <see cref="Followers.RunAsync"/> has ended.</summary>
    Stopped,
}

/// <summary>Why a follower does not advance.</summary>
/// <param name="Position">The event it stopped at; null when no event is to blame.</param>
/// <param name="Type">That event's stored type.</param>
public sealed record FollowerFailure(long? Position, string? Type, string Message, DateTimeOffset At);

/// <summary>Where one follower is.</summary>
/// <param name="Position">The last position committed, by this process or another.</param>
/// <param name="Mark">The log's mark as last known here.</param>
/// <param name="Lag">Positions between the two, holes included.</param>
/// <param name="LagSeconds">Since it was last level with the log; 0 when it is.</param>
/// <param name="State">As it is here, or as the database tells of it where another node works on it.</param>
/// <param name="Node">The node that works on it; null when none does, or when nodes do not share the work.</param>
public sealed record FollowerStatus(
    string Name, long Position, long Mark, long Lag, double LagSeconds, FollowerState State, FollowerFailure? Failure, string? Node = null);
