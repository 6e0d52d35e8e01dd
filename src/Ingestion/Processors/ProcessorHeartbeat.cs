namespace EventCatalog.Ingestion.Processors;

public enum ProcessorState
{
    Running,

    /// <summary>The last run ended well.</summary>
    Well,

    /// <summary>The last run failed; it is tried again sooner than usual.</summary>
    Failing,

    /// <summary>So many runs failed in a row that it is left alone for a while.</summary>
    Open,
}

/// <summary>How a processor fares, kept as heartbeat <c>processor/{name}</c>; whichever node goes on with it begins from here.</summary>
/// <param name="LastGoodAt">When the last run that ended well began; what it observed is as old as that.</param>
/// <param name="Observed">How many entities the last run spoke of.</param>
/// <param name="News">How many of its facts were news.</param>
/// <param name="Failures">How many runs failed in a row.</param>
/// <param name="Failure">Why the last one did.</param>
/// <param name="NextAt">When it runs again; null while it runs.</param>
public sealed record ProcessorHeartbeat(
    ProcessorState State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? LastGoodAt, int Observed, int News, int Failures, string? Failure, DateTimeOffset? NextAt, string? Cursor)
{
    public const string Prefix = "processor/";
}
