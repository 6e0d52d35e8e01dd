namespace EventCatalog.EventStore;

/// <summary>The mark: every position up to it is either visible to all later reads or dead for ever.</summary>
internal interface IMark
{
    /// <summary>As last known here; 0 before the first time.</summary>
    long Known { get; }

    /// <summary>True while a hole stands between the mark and events already committed.</summary>
    bool IsHeldUp { get; }

    /// <summary>The mark now.</summary>
    ValueTask<long> AdvanceAsync(CancellationToken ct);

    /// <summary>
    /// Takes over a mark that another process computed: a checkpoint, or the persisted mark. What holds there holds here, since it
    /// says something about the log and nothing about who asks.
    /// </summary>
    ValueTask RaiseAsync(long proven, CancellationToken ct);
}
