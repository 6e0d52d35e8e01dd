using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace EventCatalog.Ingestion.Http;

/// <summary>What a host last said of the calls it allows.</summary>
/// <param name="Limit">Calls in its window; null where it does not say.</param>
/// <param name="ResetAt">When the window ends.</param>
/// <param name="BlockedUntil">Until then it wants no calls at all; null when it takes them.</param>
public sealed record RateLimit(int? Limit, int? Remaining, DateTimeOffset? ResetAt, DateTimeOffset? BlockedUntil);

/// <summary>What a source costs its host.</summary>
/// <param name="Calls">Requests since this was last asked for.</param>
public sealed record HostUsage(int Calls, int? Limit, int? Remaining, DateTimeOffset? ResetAt, DateTimeOffset? BlockedUntil);

/// <summary>
/// Obeys what hosts say in their answers: <c>Retry-After</c>, GitHub's and Azure's <c>X-RateLimit-*</c>, GitLab's <c>RateLimit-*</c>.
/// Kept for each host: one token of the configuration is used there by all sources.
/// </summary>
public sealed class RateLimits(TimeProvider clock)
{
    private static readonly TimeSpan WithoutWord = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);
    private readonly ConcurrentDictionary<string, RateLimit> _byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, (string Host, int Calls)> _bySource = new(StringComparer.Ordinal);

    /// <summary>Until when the host wants no calls; null when it takes them.</summary>
    public DateTimeOffset? BlockedUntil(string host) =>
        _byHost.GetValueOrDefault(host)?.BlockedUntil is { } until && until > clock.GetUtcNow() ? until : null;

    /// <summary>Takes note of an answer.</summary>
    /// <returns>Whether the host refused the request because of its limit.</returns>
    public bool Note(string source, string host, HttpResponseMessage answer)
    {
        _bySource.AddOrUpdate(source, (host, 1), (_, before) => (host, before.Calls + 1));
        var now = clock.GetUtcNow();
        var (limit, remaining) = (Number(answer, "x-ratelimit-limit", "ratelimit-limit"), Number(answer, "x-ratelimit-remaining", "ratelimit-remaining"));
        var reset = Number(answer, "x-ratelimit-reset", "ratelimit-reset") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null;
        DateTimeOffset? wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => now + delta,
            { Date: { } date } => date,
            _ => null,
        };
        var refused = answer.StatusCode is HttpStatusCode.TooManyRequests
            || (answer.StatusCode is HttpStatusCode.Forbidden && (wait is not null || remaining is 0));
        DateTimeOffset? blocked = refused ? wait ?? reset ?? now + WithoutWord : remaining is 0 ? reset : wait;
        // A clock that is wrong elsewhere must not stop a source for ever.
        if (blocked > now + Longest)
            blocked = now + Longest;
        if (limit is not null || remaining is not null || blocked is not null)
            _byHost[host] = new RateLimit((int?)limit, (int?)remaining, reset, blocked);
        return refused;
    }

    /// <summary>What the source used since this was last asked; null when it asked no host anything and none told a limit.</summary>
    public HostUsage? Take(string source)
    {
        if (!_bySource.TryGetValue(source, out var used))
            return null;
        _bySource[source] = used with { Calls = 0 };
        var limit = _byHost.GetValueOrDefault(used.Host);
        return new HostUsage(used.Calls, limit?.Limit, limit?.Remaining, limit?.ResetAt, BlockedUntil(used.Host));
    }

    private static long? Number(HttpResponseMessage answer, params string[] names)
    {
        foreach (var name in names)
        {
            if (answer.Headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= 253_402_300_799)
                return number;
        }

        return null;
    }
}
