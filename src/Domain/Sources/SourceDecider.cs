using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.Domain.Sources;

/// <summary>Someone wants a source crawled from now on.</summary>
/// <param name="History">Whether its history is read too; null to leave that as it was.</param>
public sealed record RegisterSource(string Type, string Target, string? Pattern, string Origin, bool? History = null);

public sealed record WithdrawSource(string Reason);

/// <summary>A crawl read the source, completely; these are all the problems it has now.</summary>
public sealed record ReportCrawl(IReadOnlyList<Problem> Problems);

/// <summary>A crawl could not read the source at all.</summary>
public sealed record ReportUnreachable(string Reason);

/// <summary>A crawl told the history of the source up to a commit.</summary>
public sealed record ReportHistory(string Commit, int Commits, int Found, int Unreadable);

/// <summary>What the log says of one source.</summary>
public sealed record Source(
    bool Registered,
    string? Type,
    string? Target,
    string? Pattern,
    string? Origin,
    string? UnreachableBecause,
    ImmutableDictionary<ProblemKey, Problem> Problems)
{
    /// <summary>Entities that are gone from the source and stay in the catalog: until someone answers, or because someone did.</summary>
    public ImmutableDictionary<EntityRef, Missing> Missing { get; init; } = ImmutableDictionary<EntityRef, Missing>.Empty;

    /// <summary>Whether its history is read too; null where nobody said so.</summary>
    public bool? History { get; init; }

    /// <summary>The commit up to which its history is told; null when it is not.</summary>
    public string? ToldUpTo { get; init; }

    public static readonly Source None = new(false, null, null, null, null, null, ImmutableDictionary<ProblemKey, Problem>.Empty);
}

/// <summary>Decides which facts a registration or a crawl adds.</summary>
public static class SourceDecider
{
    public static string StreamOf(string source) => $"source-{source}";

    /// <summary>The id of a source: its type and a short hash of type and target, so that the same source has the same id everywhere.</summary>
    public static string IdOf(string type, string target) =>
        $"{type}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}:{target}")))[..12]}";

    public static IReadOnlyList<SourceEvent> Decide(RegisterSource wanted, Source source)
    {
        if (source.Registered && string.Equals(source.Pattern, wanted.Pattern, StringComparison.Ordinal)
            && string.Equals(source.Origin, wanted.Origin, StringComparison.Ordinal) && (wanted.History ?? source.History) == source.History)
            return [];
        return [new SourceRegistered(IdOf(wanted.Type, wanted.Target), wanted.Type, wanted.Target, wanted.Pattern, wanted.Origin, wanted.History ?? source.History)];
    }

    public static IReadOnlyList<SourceEvent> Decide(WithdrawSource unwanted, Source source) =>
        source.Registered ? [new SourceWithdrawn(Id(source), unwanted.Reason)] : [];

    public static IReadOnlyList<SourceEvent> Decide(ReportUnreachable report, Source source) =>
        source.Registered && !string.Equals(source.UnreachableBecause, report.Reason, StringComparison.Ordinal)
            ? [new SourceUnreachable(Id(source), report.Reason)]
            : [];

    public static IReadOnlyList<SourceEvent> Decide(ReportHistory report, Source source) =>
        source.Registered && !string.Equals(source.ToldUpTo, report.Commit, StringComparison.Ordinal)
            ? [new HistoryRead(Id(source), report.Commit, report.Commits, report.Found, report.Unreadable)]
            : [];

    public static IReadOnlyList<SourceEvent> Decide(ReportCrawl report, Source source)
    {
        if (!source.Registered)
            return [];
        var events = new List<SourceEvent>();
        if (source.UnreachableBecause is not null)
            events.Add(new SourceReachable(Id(source)));
        var now = report.Problems.DistinctBy(problem => problem.Key).ToDictionary(problem => problem.Key);
        events.AddRange(source.Problems.Keys
            .Where(key => !now.ContainsKey(key))
            .OrderBy(key => key.File, StringComparer.Ordinal).ThenBy(key => key.Document).ThenBy(key => key.Pointer, StringComparer.Ordinal)
            .Select(key => new RejectionResolved(Id(source), key)));
        events.AddRange(report.Problems
            .DistinctBy(problem => problem.Key)
            .Where(problem => source.Problems.GetValueOrDefault(problem.Key) != problem)
            .Select(problem => new DescriptorRejected(Id(source), problem)));
        return events;
    }

    public static Source Evolve(Source source, SourceEvent happened) => happened switch
    {
        SourceRegistered e => source with { Registered = true, Type = e.Type, Target = e.Target, Pattern = e.Pattern, Origin = e.Origin, History = e.History },
        SourceWithdrawn => Source.None with { Type = source.Type, Target = source.Target },
        SourceUnreachable e => source with { UnreachableBecause = e.Reason },
        SourceReachable => source with { UnreachableBecause = null },
        HistoryRead e => source with { ToldUpTo = e.Commit },
        DescriptorRejected e => source with { Problems = source.Problems.SetItem(e.Problem.Key, e.Problem) },
        RejectionResolved e => source with { Problems = source.Problems.Remove(e.Problem) },
        _ => DisappearanceDecider.Evolve(source, happened),
    };

    private static string Id(Source source) => IdOf(source.Type!, source.Target!);
}
