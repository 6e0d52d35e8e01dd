namespace EventCatalog.Domain.Costs;

/// <summary>What running software cost. These records are the stored contract.</summary>
public abstract record CostEvent
{
    private CostEvent() { }

    /// <summary>
    /// An export said what an account cost on one day, in one currency. It takes the place of what an earlier export said of that day: a difference is a correction.
    /// Which entity pays is decided by rules over the tags when it is read, so that a new rule holds for the past, too.
    /// </summary>
    /// <param name="Provider">Such as <c>AWS</c>.</param>
    /// <param name="Account">The billing account.</param>
    /// <param name="Billed">The sum that is invoiced.</param>
    /// <param name="Effective">The sum with what was paid ahead spread over its time.</param>
    /// <param name="Rows">How many rows of the export it sums up.</param>
    /// <param name="Lines">Hash of the list of <see cref="CostLine"/> beside the log.</param>
    public sealed record CostsImported(
        string Provider, string Account, DateOnly Day, string Currency, decimal Billed, decimal Effective, int Rows, string Lines) : CostEvent;
}

/// <summary>The rows of a day that differ in nothing one could divide them by, summed up.</summary>
/// <param name="Category">Usage, purchase, tax, credit or adjustment.</param>
/// <param name="Tags">In the order of their names.</param>
public sealed record CostLine(
    string? Service, string? Resource, string? SubAccount, string Category, bool IsCorrection, IReadOnlyDictionary<string, string> Tags,
    decimal Billed, decimal Effective, int Rows);
