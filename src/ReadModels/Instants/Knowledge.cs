using EventCatalog.EventStore;

namespace EventCatalog.ReadModels.Instants;

/// <summary>Puts together when something is to have been true and up to when it is to have been recorded.</summary>
public sealed class Knowledge(EventLog log)
{
    /// <param name="at">Null for now: what was believed to be the present.</param>
    /// <param name="knownAt">Null for all that is known.</param>
    /// <returns>Null where <paramref name="at"/> is a position, which says itself what was known, and <paramref name="knownAt"/> is given beside it.</returns>
    public async ValueTask<AsOf?> OfAsync(AsOf? at, AsOf? knownAt, CancellationToken ct)
    {
        if (knownAt is null or AsOf.Now)
            return at ?? AsOf.Present;
        var known = knownAt is AsOf.AtTime { Time: var recorded } ? await log.PositionAtAsync(recorded, ct) : ((AsOf.AtPosition)knownAt).Position;
        return at switch
        {
            null or AsOf.Now => new AsOf.AtPosition(known),
            AsOf.AtTime time => time with { KnownAt = known },
            _ => null,
        };
    }
}
