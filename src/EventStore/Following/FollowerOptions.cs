namespace EventCatalog.EventStore;

/// <summary>How followers read and wait.</summary>
public sealed record FollowerOptions
{
    /// <summary>Events applied in one transaction.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>How often to look while the log holds events that cannot be read yet, and how far the followers are that other nodes work on.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often to look when level with the log; appends wake followers at once, in other processes within some 50 ms.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The waits before a failed page is tried again; after the last the failing event is searched for.</summary>
    public IReadOnlyList<TimeSpan> Retries { get; init; } = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    /// <summary>
    /// How long the database waits, in the middle of a transaction, for a process that says nothing. One that was frozen there holds its
    /// checkpoint so long, and whoever took over its work waits for it.
    /// </summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between attempts while the database cannot be reached.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);
}
