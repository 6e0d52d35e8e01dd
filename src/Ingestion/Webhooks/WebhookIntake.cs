using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Delivery;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Formats;
using EventCatalog.Ingestion.Hosts;
using EventCatalog.Ingestion.Intake;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;
using Microsoft.Extensions.Logging;

namespace EventCatalog.Ingestion.Webhooks;

/// <summary>What became of a delivery.</summary>
public enum WebhookOutcome
{
    /// <summary>The sources it concerns are crawled now, or what it told is in the log.</summary>
    Taken,

    /// <summary>It is sound, and concerns nothing that is read.</summary>
    Idle,

    /// <summary>Nobody who knows the secret wrote it, or none is configured.</summary>
    Unsigned,

    /// <summary>It came before.</summary>
    Replayed,

    /// <summary>It is signed, and no JSON.</summary>
    Unreadable,
}

/// <summary>The latest delivery of a source, kept as heartbeat <c>webhook/{source}</c>.</summary>
public sealed record WebhookHeartbeat(string Event, IReadOnlyList<string> Repositories);

/// <summary>Takes deliveries of webhooks: checks them, and has the sources crawled that they concern, for what changed alone.</summary>
public sealed partial class WebhookIntake(
    CrawlerMemory memory, CrawlSchedule schedule, AllReaders readers, DeliveryWriter deliveries, Heartbeats heartbeats, CrawlOptions options, TimeProvider clock, ILogger<WebhookIntake> logger)
{
    private const string Deliveries = "delivery/";

    // Hosts try again for hours at most; what is older than this and comes again costs one look at an unchanged source.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <param name="place">A host of the configuration, or the id of a source that stands on one.</param>
    /// <param name="ct">Stops; a crawl that was begun goes on.</param>
    public async Task<WebhookOutcome> TakeAsync(string place, WebhookDelivery delivery, CancellationToken ct)
    {
        var sources = (await memory.SourcesAsync(ct)).Where(source => IsHost(place, HostOf(source)) || string.Equals(source.Id, place, StringComparison.Ordinal)).ToArray();
        var host = sources.Select(HostOf).Append(place).OfType<string>().Select(name => options.Hosts.FirstOrDefault(one => IsHost(one.Host, name))).OfType<CodeHostOptions>().FirstOrDefault();
        if (host?.WebhookSecret is not { } secret || WebhookSignature.Verify(delivery, secret, clock.GetUtcNow()) is not { } id)
            return WebhookOutcome.Unsigned;
        WebhookPayload payload;
        IReadOnlyList<TellDelivery> told;
        try
        {
            payload = WebhookPayload.Parse(delivery);
            told = HostDeliveries.Read(payload.Event, JsonReport.Parse(delivery.Body.Length == 0 ? "{}"u8.ToArray() : delivery.Body).Checked(), clock.GetUtcNow());
            foreach (var one in told)
                DeliveryStream.Check(one.Event);
        }
        catch (Exception e) when (e is JsonException or UnreadableReportException or RuleViolation)
        {
            return WebhookOutcome.Unreadable;
        }

        // Before the delivery is marked as seen: cut off in between, it is told again, and what is told twice is kept once.
        if (told.Count > 0)
            await deliveries.AppendAsync(told, new AppendContext($"webhook:{host.Host}"), ct);
        if (!await heartbeats.ClaimAsync(Deliveries, $"{host.Host}/{id}", clock.GetUtcNow(), Remembered, ct))
            return WebhookOutcome.Replayed;
        var isTaken = told.Count > 0;
        foreach (var source in sources)
        {
            // Said of a source itself, with nothing about repositories, it means the source.
            var isOwn = payload.IsIdle && delivery.Header("webhook-signature") is not null && string.Equals(source.Id, place, StringComparison.Ordinal);
            if (!isOwn && !Concerns(source, payload))
                continue;
            isTaken = true;
            await heartbeats.BeatAsync($"webhook/{source.Id}", new WebhookHeartbeat(payload.Event, payload.Repositories), clock.GetUtcNow(), ct);
            _ = CrawlAsync(source.Id);
        }

        return isTaken ? WebhookOutcome.Taken : WebhookOutcome.Idle;
    }

    private bool Concerns(RememberedSource source, WebhookPayload payload)
    {
        if (!SourceTypes.Hosts.Contains(source.State.Type, StringComparer.Ordinal))
            return source.State.Type is SourceTypes.Git && IsRepository(source.State.Target!, payload);
        var target = HostTarget.Parse(source.State.Target!);
        var names = payload.Repositories
            .Where(path => path.StartsWith(target.Owner + "/", StringComparison.OrdinalIgnoreCase))
            .Select(path => path[(target.Owner.Length + 1)..])
            .Where(target.Means)
            .ToArray();
        if ((names.Length == 0 || !Reads(target.Branch, payload)) && !payload.People)
            return false;
        readers.Changes.Note(source.Id, new HostChange(names, payload.People, Look: !schedule.IsRunning));
        return true;
    }

    private static bool IsRepository(string target, WebhookPayload payload)
    {
        var (address, branch) = GitTarget.SplitBranch(target);
        var path = CodeHostPages.HostAndPath(address)?.Path.Trim('/');
        return path is not null && Reads(branch, payload)
            && payload.Repositories.Contains(path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the branch that is read may have changed.</summary>
    private static bool Reads(string? branch, WebhookPayload payload) =>
        payload.Branches is null || (branch ?? payload.DefaultBranch) is not { } read || payload.Branches.Contains(read, StringComparer.Ordinal);

    private static string? HostOf(RememberedSource source) =>
        CodeHostPages.HostAndPath(source.State.Target!) is null ? null
        : GitTarget.IsScp(source.State.Target!) ? CodeHostPages.HostAndPath(source.State.Target!)!.Value.Host : new Uri(source.State.Target!).Authority;

    private static bool IsHost(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private async Task CrawlAsync(string source)
    {
        try
        {
            await schedule.RequestAsync(source, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The delivery was taken; what it told stays noted for the next crawl on the timer.
            LogFailed(e, source);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The crawl of {Source} that a webhook asked for failed; the next one on the timer reads what changed")]
    private partial void LogFailed(Exception failure, string source);
}
