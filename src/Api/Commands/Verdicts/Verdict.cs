using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Api.Commands.Verdicts;

/// <summary>What was found at one target of the command line.</summary>
public sealed record Verdict(string Target, Preview Preview)
{
    /// <summary>The path of a problem's file as seen from the working folder, with slashes; an address as it is.</summary>
    public string PathOf(Problem problem)
    {
        var file = problem.Key.File;
        var folder = Directory.Exists(Target) ? Target : Path.GetDirectoryName(Target) ?? "";
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? Path.GetRelativePath(Environment.CurrentDirectory, path).Replace('\\', '/') : file;
    }

    public static string? RemedyOf(Problem problem) => Remedies.Of(problem.Key.Rule);
}
