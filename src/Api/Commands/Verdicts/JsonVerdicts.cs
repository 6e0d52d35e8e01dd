using System.Text.Json;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Api.Commands.Verdicts;

/// <summary>For programs of one's own.</summary>
internal static class JsonVerdicts
{
    public static string Write(IReadOnlyList<Verdict> verdicts) => JsonSerializer.Serialize(verdicts.Select(Shown), JsonSerializerOptions.Web);

    /// <summary>The verdicts, and what the change would do to a portal's graph.</summary>
    public static string Write(IReadOnlyList<Verdict> verdicts, ChangePreview preview) =>
        JsonSerializer.Serialize(new { Targets = verdicts.Select(Shown), Preview = preview }, JsonSerializerOptions.Web);

    private static object Shown(Verdict verdict) => new
    {
        verdict.Target,
        verdict.Preview.Unreachable,
        Entities = verdict.Preview.Entities.Select(entity => entity.Ref),
        Problems = verdict.Preview.Problems.Select(problem => new
        {
            problem.Key, problem.Message, problem.Line, problem.Column, problem.Entity, Path = verdict.PathOf(problem), Remedy = Verdict.RemedyOf(problem),
        }),
    };
}
