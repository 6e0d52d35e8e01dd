using System.Globalization;
using System.Threading.RateLimiting;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL;

/// <summary>An operation that costs more than its caller has left.</summary>
public sealed class BudgetExceeded(long requested, long remaining, int perMinute, TimeSpan retryAfter) : GraphQLError(
    string.Create(
        CultureInfo.InvariantCulture,
        $"The operation costs {requested}; {remaining} of your {perMinute} a minute are left. "
        + $"Ask again in {retryAfter.TotalSeconds} s, or for shorter lists or fewer fields."),
    "BUDGET_EXCEEDED",
    new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["requested"] = requested, ["remaining"] = remaining, ["perMinute"] = perMinute, ["retryAfterSeconds"] = (long)retryAfter.TotalSeconds,
    })
{
    /// <summary>When there will be enough if nothing else is spent; whole seconds, at least one.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>
/// What each caller may still spend on operations, in the units of <see cref="OperationCost"/>. A minute's budget can be spent at once and
/// comes back evenly, second by second. An operation that costs more than a whole minute takes all of it.
/// </summary>
public sealed class Budgets : IDisposable
{
    private readonly int perMinute;
    private readonly PartitionedRateLimiter<string>? callers;

    /// <param name="options">Without a budget everything is let in and nothing is counted.</param>
    public Budgets(GraphQLOptions options)
    {
        perMinute = options.BudgetPerMinute;
        if (perMinute == 0)
            return;
        var refill = new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        };
        callers = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => refill), StringComparer.Ordinal);
    }

    private int PerSecond => Math.Max(perMinute / 60, 1);

    /// <summary>Takes the cost of an operation from its caller's budget, or refuses the operation and takes nothing.</summary>
    /// <param name="tells">Whether the answer is to say what is left; not so in one that is kept and handed out again.</param>
    public Admission Admit(string caller, OperationCost cost, bool tells)
    {
        if (callers is null)
            return default;
        var isPaid = TrySpend(caller, cost.Requested);
        var left = Left(caller);
        return new Admission(isPaid ? null : new BudgetExceeded(cost.Requested, left, perMinute, Wait(cost.Requested, left)), tells ? left : null);
    }

    /// <summary>Waits until the caller's budget has the cost of one more answer on a stream, and takes it.</summary>
    public async ValueTask SpendAsync(string caller, long cost, CancellationToken ct)
    {
        while (callers is not null && !TrySpend(caller, cost))
            await Task.Delay(Wait(cost, Left(caller)), ct);
    }

    public void Dispose() => callers?.Dispose();

    private bool TrySpend(string caller, long cost)
    {
        using var lease = callers!.AttemptAcquire(caller, (int)Math.Min(cost, perMinute));
        return lease.IsAcquired;
    }

    private long Left(string caller) => callers!.GetStatistics(caller)?.CurrentAvailablePermits ?? perMinute;

    private TimeSpan Wait(long cost, long left) =>
        TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((Math.Min(cost, perMinute) - left) / (double)PerSecond)));
}
