using System.Text.Json;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Sources;

public sealed record SourceRow(string Id, string Type, string Target, string? Pattern, string Origin, DateTimeOffset RegisteredAt, string? UnreachableBecause);

/// <summary>What the crawler last did with a source. Written beside the log by each crawl, not a fact.</summary>
public sealed record CrawlRow(string RunId, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Found, int Changed, int Removed, int Failed, DateTimeOffset? NextCrawlAt)
{
    /// <summary>Null for sources that are not read by http.</summary>
    public HostUsageRow? Host { get; init; }
}

/// <summary>What a crawl cost a code host, and what that still allowed then.</summary>
public sealed record HostUsageRow(int Calls, int? Limit, int? Remaining, DateTimeOffset? ResetAt, DateTimeOffset? BlockedUntil);

public sealed record WebhookRow(DateTimeOffset At, string Event, IReadOnlyList<string> Repositories);

public enum CrawlStage
{
    Opening,
    Replaying,
    Reading,
    Deciding,
    Appending,
}

/// <summary>A crawl that runs now, in this process or another. Written beside the log every second.</summary>
public sealed record CrawlProgressRow(string RunId, CrawlStage Stage, int Done, int? Total, DateTimeOffset StartedAt);

public sealed record ProblemRow(Severity Severity, string Message, string? Path, string? File, int? Line, int? Column)
{
    public string? Rule { get; init; }
    public string? SourceId { get; init; }
    public string? EntityRef { get; init; }
}

public enum Severity
{
    Info,
    Warning,
    Error,
}

/// <summary>Asks the sources read model.</summary>
public sealed class SourceQueries(NpgsqlDataSource database, Heartbeats heartbeats)
{
    private const string CrawlPrefix = "crawl/";
    private const string WebhookPrefix = "webhook/";
    private const string ProgressPrefix = "crawling/";

    // Whoever was killed tells no more.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<SourceRow>> AllAsync(CancellationToken ct)
    {
        var found = new List<SourceRow>();
        var sql = new SqlText();
        sql.Add($"select id, type, target, pattern, origin, registered_at, unreachable_because from {SourcesProjection.Schema}.source order by registered_at, id");
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            found.Add(new SourceRow(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), Text(rows, 3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5), Text(rows, 6)));
        }

        return found;
    }

    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<ProblemRow>>> ProblemsOfSourcesAsync(IReadOnlyCollection<string> sources, CancellationToken ct) =>
        await ProblemsAsync("p.source_id", sources, AsOf.Present, ct);

    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<ProblemRow>>> ProblemsOfEntitiesAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct) =>
        await ProblemsAsync("p.entity", refs, at, ct);

    public async ValueTask<IReadOnlyDictionary<string, int>> EntityCountsAsync(IReadOnlyCollection<string> sources, CancellationToken ct)
    {
        var counts = sources.ToDictionary(source => source, _ => 0, StringComparer.Ordinal);
        var sql = new SqlText();
        sql.Add($"select v.source_id, count(*)::int from {EntitiesProjection.Schema}.entity_version v")
            .Add($"where v.source_id = any({sql.Value(sources.ToArray())}) and {AsOf.Present.Holds("v")} group by v.source_id");
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            counts[rows.GetString(0)] = rows.GetInt32(1);
        return counts;
    }

    public async ValueTask<IReadOnlyDictionary<string, CrawlRow>> LastCrawlsAsync(CancellationToken ct)
    {
        var beats = await heartbeats.FindAsync(CrawlPrefix, ct);
        return beats.ToDictionary(
            beat => beat.Key[CrawlPrefix.Length..],
            beat => beat.Value.Data.Deserialize<CrawlRow>(JsonSerializerOptions.Web)!,
            StringComparer.Ordinal);
    }

    public async ValueTask<IReadOnlyDictionary<string, WebhookRow>> LastWebhooksAsync(CancellationToken ct)
    {
        var beats = await heartbeats.FindAsync(WebhookPrefix, ct);
        return beats.ToDictionary(
            beat => beat.Key[WebhookPrefix.Length..],
            beat => beat.Value.Data.Deserialize<WebhookRow>(JsonSerializerOptions.Web)! with { At = beat.Value.At },
            StringComparer.Ordinal);
    }

    /// <summary>The crawls that run now, by source.</summary>
    public async ValueTask<IReadOnlyDictionary<string, CrawlProgressRow>> RunningCrawlsAsync(CancellationToken ct)
    {
        var beats = await heartbeats.FindAsync(ProgressPrefix, ct);
        if (beats.Count == 0)
            return new Dictionary<string, CrawlProgressRow>(StringComparer.Ordinal);
        var ended = await LastCrawlsAsync(ct);
        var now = TimeProvider.System.GetUtcNow();
        return beats
            .Where(beat => now - beat.Value.At < Silence)
            .Select(beat => (Source: beat.Key[ProgressPrefix.Length..], Row: Progress(beat.Value.Data)))
            .Where(running => !string.Equals(ended.GetValueOrDefault(running.Source)?.RunId, running.Row.RunId, StringComparison.Ordinal))
            .ToDictionary(running => running.Source, running => running.Row, StringComparer.Ordinal);
    }

    private static CrawlProgressRow Progress(JsonElement step) => new(
        step.GetProperty("runId").GetString()!, Enum.Parse<CrawlStage>(step.GetProperty("stage").GetString()!, ignoreCase: true),
        step.GetProperty("done").GetInt32(), step.GetProperty("total").GetInt32() is > 0 and var total ? total : null, step.GetProperty("startedAt").GetDateTimeOffset());

    /// <summary>The condition that keeps the problems of an alias that were there at an instant and still are: those resolved since are not remembered.</summary>
    internal static string WasThere(AsOf at, string alias) => at switch
    {
        AsOf.AtPosition then => FormattableString.Invariant($"{alias}.position <= {then.Position}"),
        AsOf.AtTime then => FormattableString.Invariant($"{alias}.since <= '{then.Time.UtcDateTime:O}' and {alias}.position <= {then.KnownAt ?? long.MaxValue}"),
        _ => "true",
    };

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<ProblemRow>>> ProblemsAsync(string column, IReadOnlyCollection<string> keys, AsOf at, CancellationToken ct)
    {
        var found = new Dictionary<string, IReadOnlyList<ProblemRow>>(StringComparer.Ordinal);
        var sql = new SqlText();
        sql.Add($"select {column}, p.message, p.pointer, p.file, p.line, p.col, p.rule, p.source_id, p.entity from {SourcesProjection.Schema}.problem p")
            .Add($"where {column} = any({sql.Value(keys.ToArray())}) and {WasThere(at, "p")} order by p.file, p.document, p.line, p.pointer, p.rule");
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            if (!found.TryGetValue(rows.GetString(0), out var list))
                found[rows.GetString(0)] = list = new List<ProblemRow>();
            ((List<ProblemRow>)list).Add(new ProblemRow(
                Severity.Error, rows.GetString(1), Text(rows, 2), Text(rows, 3),
                rows.IsDBNull(4) ? null : rows.GetInt32(4), rows.IsDBNull(5) ? null : rows.GetInt32(5))
            {
                Rule = rows.GetString(6),
                SourceId = rows.GetString(7),
                EntityRef = Text(rows, 8),
            });
        }

        return found;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) || row.GetString(column).Length == 0 ? null : row.GetString(column);
}
