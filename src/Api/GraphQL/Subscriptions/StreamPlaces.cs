using System.Threading.RateLimiting;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>Bounds how many streams and sockets are open at once, for each caller and in all.</summary>
public sealed class StreamPlaces(GraphQLOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter all = new(Of(options.MaxStreams));
    private readonly PartitionedRateLimiter<string> callers = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetConcurrencyLimiter(caller, _ => Of(options.MaxStreamsPerCaller)), StringComparer.Ordinal);

    /// <returns>A place; disposing it frees it.</returns>
    /// <exception cref="RefusedRequest">There is none.</exception>
    public IDisposable Take(string caller)
    {
        var own = callers.AttemptAcquire(caller);
        if (!own.IsAcquired)
        {
            own.Dispose();
            throw new RefusedRequest(Outcome.TooManyRequests, $"You have {options.MaxStreamsPerCaller} streams open; close one first.", "TOO_MANY_STREAMS");
        }

        var any = all.AttemptAcquire();
        if (any.IsAcquired)
            return new Place(own, any);
        any.Dispose();
        own.Dispose();
        throw new RefusedRequest(Outcome.Unavailable, $"{options.MaxStreams} streams are open here; try again later.", "TOO_MANY_STREAMS");
    }

    public void Dispose()
    {
        callers.Dispose();
        all.Dispose();
    }

    private static ConcurrencyLimiterOptions Of(int places) => new() { PermitLimit = places, QueueLimit = 0 };

    private sealed record Place(RateLimitLease Own, RateLimitLease Any) : IDisposable
    {
        public void Dispose()
        {
            Own.Dispose();
            Any.Dispose();
        }
    }
}
