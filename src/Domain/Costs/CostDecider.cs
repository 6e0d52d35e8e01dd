using static EventCatalog.Domain.Costs.CostEvent;

namespace EventCatalog.Domain.Costs;

/// <summary>Keeps of an export the days it says something new of.</summary>
public static class CostDecider
{
    /// <summary>A month of an account: as long as what is corrected together.</summary>
    public static string StreamOf(CostsImported day) => FormattableString.Invariant($"costs-{day.Provider}/{day.Account}/{day.Day:yyyy-MM}");

    /// <param name="days">What the export says, all of one stream.</param>
    /// <param name="past">That stream, in order.</param>
    public static IReadOnlyList<CostsImported> Decide(IReadOnlyList<CostsImported> days, IEnumerable<CostsImported> past)
    {
        var last = new Dictionary<(DateOnly, string), CostsImported>();
        foreach (var day in past)
            last[(day.Day, day.Currency)] = day;
        return [.. days.Where(day => last.GetValueOrDefault((day.Day, day.Currency)) != day).OrderBy(day => day.Day).ThenBy(day => day.Currency, StringComparer.Ordinal)];
    }
}
