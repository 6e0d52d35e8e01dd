namespace EventCatalog.ReadModels.Beliefs;

/// <summary>A value that held from one time to another; no end where it holds now.</summary>
internal readonly record struct Period<T>(T Value, DateTimeOffset From, DateTimeOffset? To);

/// <summary>One row of a table that remembers; see <see cref="Instants.VersionColumns"/>.</summary>
internal sealed class BelievedRow<T>(T value, long seqFrom, DateTimeOffset validFrom)
{
    public T Value => value;
    public long SeqFrom => seqFrom;
    public long SeqTo { get; set; } = long.MaxValue;
    public DateTimeOffset ValidFrom => validFrom;
    public DateTimeOffset? ValidTo { get; set; }
    public long? KnownTo { get; set; }
}

/// <summary>
/// Which values held when, and what of that was believed up to which position. Told at each position all that is known then, it keeps the rows that still
/// agree, ends those that do not, and begins what is new.
/// </summary>
internal sealed class Believed<T>(IEqualityComparer<T> comparer) where T : notnull
{
    private readonly List<BelievedRow<T>> all = [];
    private readonly Dictionary<T, List<BelievedRow<T>>> believed = new(comparer);

    /// <summary>All rows there ever were, those no longer believed among them.</summary>
    public IReadOnlyList<BelievedRow<T>> Rows => all;

    /// <param name="periods">All that is known from this position on; of one value they neither overlap nor touch.</param>
    public void Know(long position, IEnumerable<Period<T>> periods)
    {
        var known = new Dictionary<T, List<Period<T>>>(comparer);
        foreach (var period in periods)
        {
            if (!known.TryGetValue(period.Value, out var list))
                known.Add(period.Value, list = []);
            list.Add(period);
        }

        foreach (var (value, rows) in believed)
            Reconcile(position, rows, known.GetValueOrDefault(value, []));
        foreach (var (value, list) in known)
        {
            if (!believed.TryGetValue(value, out var rows))
                believed.Add(value, rows = []);
            foreach (var period in list)
                rows.Add(Begin(position, period));
        }
    }

    private static void Reconcile(long position, List<BelievedRow<T>> rows, List<Period<T>> known)
    {
        rows.RemoveAll(row =>
        {
            var place = known.FindIndex(period => period.From == row.ValidFrom && (row.SeqTo == long.MaxValue || period.To == row.ValidTo));
            if (row.SeqTo == long.MaxValue)
            {
                var period = place < 0 ? new Period<T>(row.Value, row.ValidFrom, row.ValidFrom) : known[place];
                if (period.To is not null)
                    (row.SeqTo, row.ValidTo) = (position, period.To);
            }
            else if (place < 0)
            {
                row.KnownTo = position;
            }

            if (place >= 0)
                known.RemoveAt(place);
            return place < 0;
        });
    }

    /// <summary>What is over by the time it is learned never was the present: its interval of positions is empty.</summary>
    private BelievedRow<T> Begin(long position, Period<T> period)
    {
        var row = new BelievedRow<T>(period.Value, position, period.From) { ValidTo = period.To, SeqTo = period.To is null ? long.MaxValue : position };
        all.Add(row);
        return row;
    }
}
