using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EventCatalog.Ingestion.Sources;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace EventCatalog.Ingestion.Http;

/// <summary>
/// The one way by which sources are read over http: no private networks unless allowed, bounded redirections, limits of time and
/// size, retries with back-off, a circuit for each source and host, rate limits obeyed.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    private const int MaxRedirections = 5;
    private readonly CrawlOptions _options;
    private readonly TimeProvider _clock;
    private readonly NetworkGuard _guard;
    private readonly HttpClient _guarded;
    private readonly HttpClient _trusted;
    private readonly ConcurrentDictionary<(string Source, string Host), ResiliencePipeline<GuardedAnswer>> _circuits = new();
    private readonly ConcurrentDictionary<(string Source, string Address), GuardedAnswer> _kept = new();

    public GuardedHttp(CrawlOptions options, TimeProvider? clock = null)
    {
        (_options, _clock) = (options, clock ?? TimeProvider.System);
        _guard = new NetworkGuard(options);
        Limits = new RateLimits(_clock);
        // Apart, because a connection that a trusted request made would otherwise be at hand for every other.
        _guarded = Client(_guard);
        _trusted = Client(null);
    }

    public RateLimits Limits { get; }

    public NetworkGuard Guard => _guard;

    /// <summary>Asks, and reads the answer whole. Answers of every status but those of a failing server are answers.</summary>
    /// <exception cref="UnansweredException">There is none: forbidden, too large, too slow, broken, failing, or the host's limit is used up.</exception>
    public async Task<GuardedAnswer> SendAsync(GuardedRequest request, CancellationToken ct)
    {
        try
        {
            var circuit = _circuits.GetOrAdd((request.Source, request.Address.Authority), _ => Circuit());
            return await circuit.ExecuteAsync(token => new ValueTask<GuardedAnswer>(AttemptAsync(request, token)), ct);
        }
        catch (BrokenCircuitException)
        {
            throw Unanswered(request, "it failed several times; it is tried again in a moment");
        }
        catch (TimeoutException)
        {
            throw Unanswered(request, FormattableString.Invariant($"no answer within {_options.HttpTimeout.TotalSeconds:0.#} seconds"));
        }
        catch (Exception e) when (IsWeather(e))
        {
            throw Unanswered(request, e.Message);
        }
        catch (HttpRequestException e)
        {
            throw new UnansweredException("address-not-allowed", $"\"{Redaction.Redact(request.Address.AbsoluteUri)}\" is not read: {e.InnerException!.Message}");
        }
    }

    public void Dispose()
    {
        _guarded.Dispose();
        _trusted.Dispose();
    }

    private HttpClient Client(NetworkGuard? guard)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,
            ConnectTimeout = _options.HttpTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        if (guard is not null)
        {
            // A proxy would be connected to instead of the host, and would resolve its name itself.
            handler.UseProxy = false;
            handler.ConnectCallback = guard.ConnectAsync;
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private ResiliencePipeline<GuardedAnswer> Circuit() => new ResiliencePipelineBuilder<GuardedAnswer> { TimeProvider = TimeProvider.System }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<GuardedAnswer>
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && (e is TimeoutException || IsWeather(e))),
            FailureRatio = 0.9,
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromMinutes(1),
            BreakDuration = TimeSpan.FromSeconds(15),
        })
        .AddRetry(new RetryStrategyOptions<GuardedAnswer>
        {
            // What took the whole time is not asked again at once: the schedule does that later.
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && IsWeather(e)),
            MaxRetryAttempts = 2,
            Delay = _options.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    private async Task<GuardedAnswer> AttemptAsync(GuardedRequest request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.HttpTimeout);
        try
        {
            var address = request.Address;
            for (var redirections = 0; redirections <= MaxRedirections; redirections++)
            {
                Permit(request, address);
                if (Limits.BlockedUntil(address.Authority) is { } until)
                    throw Limited(request, until);
                using var response = await AskAsync(request, address, limit.Token);
                if (Limits.Note(request.Source, address.Authority, response))
                    throw Limited(request, Limits.BlockedUntil(address.Authority) ?? _clock.GetUtcNow());
                if ((int)response.StatusCode is >= 301 and <= 308 and not 304 and not 305 && response.Headers.Location is { } next)
                    address = new Uri(address, next);
                else
                    return await TakeAsync(request, response, limit.Token);
            }

            throw Unanswered(request, "it redirects too often");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static void Permit(GuardedRequest request, Uri address)
    {
        if (address.Scheme is not ("http" or "https"))
            throw Unanswered(request, $"it leads to \"{Redaction.Redact(address.AbsoluteUri)}\"; only http and https addresses are read");
        request.Permit?.Invoke(address);
    }

    private async Task<HttpResponseMessage> AskAsync(GuardedRequest request, Uri address, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(request.Json is null ? HttpMethod.Get : HttpMethod.Post, address);
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("EventCatalog", "1"));
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (request.Json is { } json)
            message.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (Kept(request) is { } kept)
        {
            if (kept.Tag is { } tag)
                message.Headers.IfNoneMatch.Add(tag);
            else
                message.Headers.IfModifiedSince = kept.LastModified;
        }

        var isOwn = IsSameHost(address, request.Address);
        foreach (var (name, value) in isOwn ? request.Secrets : new Dictionary<string, string>(StringComparer.Ordinal))
            message.Headers.TryAddWithoutValidation(name, value);
        var client = (isOwn && request.IsTrusted) || _guard.IsNamed(address) ? _trusted : _guarded;
        return await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private async Task<GuardedAnswer> TakeAsync(GuardedRequest request, HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode is HttpStatusCode.NotModified && Kept(request) is { } kept)
            return kept with { IsUnchanged = true };
        if ((int)response.StatusCode >= 500)
            throw new HttpRequestException($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}", inner: null, response.StatusCode);
        var answer = new GuardedAnswer(response.StatusCode, await ContentAsync(request, response, ct), response.Content.Headers.LastModified, IsUnchanged: false)
        {
            Tag = response.Headers.ETag,
        };
        if (request.IsKept && answer.IsSuccess && (answer.Tag is not null || answer.LastModified is not null))
            _kept[(request.Source, request.Address.AbsoluteUri)] = answer;
        return answer;
    }

    private static async Task<byte[]> ContentAsync(GuardedRequest request, HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > request.MaxBytes)
            throw TooLarge(request, response.Content.Headers.ContentLength.Value);
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var content = new MemoryStream();
        var buffer = new byte[65536];
        int count;
        while ((count = await stream.ReadAsync(buffer, ct)) > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > request.MaxBytes)
                throw TooLarge(request, content.Length);
        }

        return content.ToArray();
    }

    private GuardedAnswer? Kept(GuardedRequest request) => request.IsKept ? _kept.GetValueOrDefault((request.Source, request.Address.AbsoluteUri)) : null;

    private static bool IsSameHost(Uri one, Uri other) =>
        string.Equals(one.Authority, other.Authority, StringComparison.OrdinalIgnoreCase) && string.Equals(one.Scheme, other.Scheme, StringComparison.Ordinal);

    private static bool IsWeather(Exception e) => e is IOException or HttpRequestException { InnerException: not ForbiddenAddressException };

    private static UnansweredException TooLarge(GuardedRequest request, long size)
    {
        var refused = FolderSnapshot.TooLarge(request.Address.AbsoluteUri, size, request.MaxBytes);
        return new UnansweredException(refused.Rule, refused.Message);
    }

    private static UnansweredException Limited(GuardedRequest request, DateTimeOffset until) => new(
        "rate-limited", string.Create(CultureInfo.InvariantCulture, $"{request.Address.Authority} allows no more calls until {until:yyyy-MM-dd HH:mm:ss}Z; it is asked again then. A token with a higher limit, or webhooks, help"));

    private static UnansweredException Unanswered(GuardedRequest request, string reason) => new(
        "unreadable-address", $"\"{Redaction.Redact(request.Address.AbsoluteUri)}\" cannot be read: {Redaction.Redact(reason)}");
}
