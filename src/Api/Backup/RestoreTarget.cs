namespace EventCatalog.Api.Backup;

/// <summary>Where a restore ends.</summary>
public abstract record RestoreTarget
{
    private RestoreTarget() { }

    /// <summary>With everything the archive holds.</summary>
    public sealed record End : RestoreTarget;

    /// <summary>With this event, and all before it.</summary>
    public sealed record Position(long Value) : RestoreTarget;

    /// <summary>With what the log knew then.</summary>
    public sealed record Time(DateTimeOffset Value) : RestoreTarget;
}
