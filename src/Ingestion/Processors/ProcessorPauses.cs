namespace EventCatalog.Ingestion.Processors;

/// <summary>How long a processor rests after a run.</summary>
public static class ProcessorPauses
{
    /// <summary>After so many failures in a row the circuit is open.</summary>
    public const int FailuresToOpen = 5;

    /// <summary>How long an open circuit keeps a processor from trying; then it is tried once.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromHours(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    /// <summary>The interval after a good run; after a failure 10 s, then twice as long each time, but not longer than the interval.</summary>
    /// <param name="failures">In a row.</param>
    public static TimeSpan After(int failures, TimeSpan interval) => failures switch
    {
        0 => interval,
        >= FailuresToOpen => Open > interval ? Open : interval,
        _ => First * (1 << (failures - 1)) is var pause && pause < interval ? pause : interval,
    };
}
