using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Api.Commands;

/// <summary>Judges descriptors as the catalog would, without a catalog.</summary>
public static class ValidateCommand
{
    public static Command Create()
    {
        var targets = new Argument<string[]>("targets") { Description = "Descriptor files or folders.", Arity = ArgumentArity.OneOrMore };
        var (pattern, json) = (SharedOptions.Pattern(), SharedOptions.Json());
        var command = new Command("validate", "Say whether the catalog would accept descriptors: exit code 0 when all are sound, 1 when one is refused, 3 when a target cannot be read.") { targets, pattern, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(targets)!, parsed.GetValue(pattern), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string[] targets, string? pattern, bool json, CancellationToken ct)
    {
        using var web = new WebFiles(new CatalogOptions().Crawling(Path.GetTempPath()));
        var validation = new Validation(new CatalogOptions().Crawling(Path.GetTempPath()), web);
        var verdicts = new List<(string Target, Preview Preview)>();
        foreach (var target in targets)
            verdicts.Add((target, await validation.JudgeAsync(target, pattern, ct)));

        if (json)
            Console.WriteLine(JsonSerializer.Serialize(verdicts.Select(verdict => new { verdict.Target, verdict.Preview.Unreachable, Entities = verdict.Preview.Entities.Select(entity => entity.Ref), verdict.Preview.Problems }), JsonSerializerOptions.Web));
        else
            verdicts.ForEach(verdict => Print(verdict.Target, verdict.Preview));
        if (verdicts.Exists(verdict => verdict.Preview.Unreachable is not null))
            return ExitCodes.CouldNot;
        return verdicts.Exists(verdict => verdict.Preview.Problems.Count > 0) ? ExitCodes.No : ExitCodes.Ok;
    }

    private static void Print(string target, Preview preview)
    {
        if (preview.Unreachable is not null)
        {
            Console.Error.WriteLine($"{target}: {preview.Unreachable}");
            return;
        }

        foreach (var problem in preview.Problems)
        {
            Console.WriteLine($"{problem.Key.File}:{problem.Line ?? 1}:{problem.Column ?? 1}: {problem.Message}");
            Console.WriteLine($"  document {problem.Key.Document}, at {(problem.Key.Pointer.Length == 0 ? "its root" : problem.Key.Pointer)}, rule {problem.Key.Rule}");
        }

        Console.WriteLine($"{target}: {preview.Entities.Count} sound, {preview.Problems.Count} refused");
    }
}
