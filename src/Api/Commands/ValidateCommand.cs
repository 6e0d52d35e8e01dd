using System.CommandLine;
using EventCatalog.Api.Commands.Verdicts;
using EventCatalog.Api.Hosting;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Api.Commands;

/// <summary>Judges descriptors as the catalog would, without a catalog.</summary>
public static class ValidateCommand
{
    private const string Text = "text";
    private const string Json = "json";

    private static readonly Dictionary<string, Func<IReadOnlyList<Verdict>, string>> Formats = new(StringComparer.Ordinal)
    {
        [Text] = TextVerdicts.Write,
        [Json] = verdicts => JsonVerdicts.Write(verdicts) + Environment.NewLine,
        ["sarif"] = SarifVerdicts.Write,
        ["github"] = GitHubVerdicts.Write,
    };

    public static Command Create()
    {
        var targets = new Argument<string[]>("targets") { Description = "Descriptor files or folders.", Arity = ArgumentArity.OneOrMore };
        var (pattern, json) = (SharedOptions.Pattern(), SharedOptions.Json());
        var format = new Option<string>("--format") { Description = "How to say it: text, json, sarif (2.1.0) or github (annotations of a workflow run).", DefaultValueFactory = _ => Text };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var against = new Option<string?>("--against") { Description = "Address of a running portal: say, too, what the change would do to its graph. Exit code 1 also when it breaks a reference or is a conflict." };
        var source = new Option<string?>("--as-source") { Description = "With --against: id or target of the registered source that the targets stand for; its other entities would go." };
        var command = new Command("validate", "Say whether the catalog would accept descriptors: exit code 0 when all are sound, 1 when one is refused, 3 when a target cannot be read.") { targets, pattern, format, json, against, source };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(targets)!, parsed.GetValue(pattern), parsed.GetValue(json) ? Json : parsed.GetValue(format)!, parsed.GetValue(against), parsed.GetValue(source), ct));
        return command;
    }

    private static async Task<int> RunAsync(string[] targets, string? pattern, string format, string? against, string? source, CancellationToken ct)
    {
        if (source is not null && against is null)
            throw new UsageException("--as-source needs --against: only a portal knows sources.");
        var portal = against is null ? null : PortalAt(against);
        if (against is not null && format is not (Text or Json))
            throw new UsageException($"--against answers as {Text} or {Json}, not as {format}.");
        var settings = CatalogOptions.Read([], null);
        var options = settings.Crawling(Path.GetTempPath());
        using var web = new WebFiles(options);
        var validation = new Validation(options, web);
        foreach (var kinds in settings.KindFiles)
            await validation.JudgeAsync(kinds, null, ct);
        var verdicts = new List<Verdict>();
        foreach (var target in targets)
            verdicts.Add(new Verdict(target, await validation.JudgeAsync(target, pattern, ct)));

        var preview = portal is null || verdicts.Exists(verdict => verdict.Preview.Unreachable is not null) ? null : await Against.AskAsync(portal, source, verdicts, ct);
        Console.Write(preview is null || format is Text ? Formats[format](verdicts) : JsonVerdicts.Write(verdicts, preview) + Environment.NewLine);
        if (preview is not null && format is Text)
            Console.Write(Against.Write(preview));
        foreach (var verdict in verdicts.Where(verdict => verdict.Preview.Unreachable is not null))
            await Console.Error.WriteLineAsync($"{verdict.Target}: {verdict.Preview.Unreachable}");
        if (verdicts.Exists(verdict => verdict.Preview.Unreachable is not null))
            return ExitCodes.CouldNot;
        return verdicts.Exists(verdict => verdict.Preview.Problems.Count > 0) || preview is { Change.Broken.Count: > 0 } or { Conflicts.Count: > 0 } ? ExitCodes.No : ExitCodes.Ok;
    }

    private static Uri PortalAt(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
        ? address
        : throw new UsageException($"--against {text} is not the address of a portal, such as http://127.0.0.1:7080.");
}
