using EventCatalog.Domain.Entities;

namespace EventCatalog.ReadModels.Tests.RandomHistory;

/// <summary>One thing that happened, as somebody who keeps a list would write it down.</summary>
/// <param name="Who">Number of the entity, whatever its name.</param>
/// <param name="Says">Field by field.</param>
/// <param name="Effective">When it says that it took effect.</param>
internal sealed record Note(Guid Id, int Who, EntityEvent Event, IReadOnlyDictionary<string, string?> Says, DateTimeOffset Effective)
{
    public long Position { get; set; }
    public DateTimeOffset Recorded { get; set; }

    /// <summary>When it counts from: nobody has a name before the last who had it gave it up, nor gives it up before what happened under it.</summary>
    public DateTimeOffset At { get; set; }

    public bool IsWhole => Event is EntityEvent.EntityRegistered;
    public bool IsPast => Event is EntityEvent.PastVersionFound;
    public string Name => Event.Entity.ToString();
    public string? GivesUp => (Event as EntityEvent.EntityRenamedFrom)?.From.ToString();
}

/// <summary>The fields of an entity.</summary>
internal static class Field
{
    public const string Name = "name";
    public const string Live = "live";
    public const string Orphaned = "orphaned";
    public const string Owner = "owner";
    public const string Lifecycle = "lifecycle";
    public const string Title = "title";
    public const string DependsOn = "dependsOn";
    public const string Place = "place";
}
