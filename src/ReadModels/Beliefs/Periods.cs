namespace EventCatalog.ReadModels.Beliefs;

internal static class Periods
{
    /// <summary>What values that have parts make of their parts: each for as long as one value after the other has it.</summary>
    /// <param name="periods">In turn, none overlapping another.</param>
    public static IEnumerable<Period<TPart>> Merge<T, TPart>(this IEnumerable<Period<T>> periods, Func<T, IEnumerable<TPart>> parts) where TPart : notnull
    {
        var open = new Dictionary<TPart, DateTimeOffset>();
        DateTimeOffset? end = null;
        foreach (var period in periods)
        {
            var held = parts(period.Value).ToHashSet();
            foreach (var (part, from) in open.Where(each => end != period.From || !held.Contains(each.Key)).ToList())
            {
                open.Remove(part);
                yield return new(part, from, end);
            }

            foreach (var part in held)
                open.TryAdd(part, period.From);
            end = period.To;
        }

        foreach (var (part, from) in open)
            yield return new(part, from, end);
    }
}
