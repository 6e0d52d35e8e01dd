using System.CommandLine;
using EventCatalog.Api.Audit;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Audit;

namespace EventCatalog.Api.Commands;

/// <summary>Writes the log as JSON lines, oldest first: as it is, or a part of it that proves itself.</summary>
public static class ExportCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var after = new Option<long>("--after") { Description = "Only events after this position; plain lines without proofs." };
        var whole = new Option<bool>("--whole") { Description = "Plain lines, and what stands beside the events (large bodies, anchors, stubs of archived events): what import needs for a move to another database." };
        var audit = new AuditOptions();
        var command = new Command("export", "Write events, one JSON object a line: all of them, plain, to standard output; or, with --from, --to, --scope or -o, a signed file that `verify FILE` checks by itself.")
        {
            data, after, whole, audit.From, audit.To, audit.Scope, audit.Output, audit.Csv,
        };
        command.SetAction((parsed, ct) => audit.AreGiven(parsed)
            ? AuditAsync(parsed, audit, parsed.GetValue(data)!, parsed.GetValue(whole) || parsed.GetValue(after) > 0, ct)
            : PlainAsync(parsed.GetValue(data)!, parsed.GetValue(after), parsed.GetValue(whole), ct));
        return command;
    }

    private static async Task<int> PlainAsync(string dataFolder, long after, bool whole, CancellationToken ct)
    {
        if (whole && after > 0)
            throw new UsageException("--whole is the whole log: leave out --after.");
        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        await (whole ? catalog.File.ExportWholeAsync(output, ct) : catalog.File.ExportAsync(output, after, ct));
        await output.FlushAsync(ct);
        return ExitCodes.Ok;
    }

    private static async Task<int> AuditAsync(ParseResult parsed, AuditOptions options, string dataFolder, bool isPlain, CancellationToken ct)
    {
        if (isPlain)
            throw new UsageException("--after and --whole write plain lines: leave them out, or leave out --from, --to, --scope, --csv and -o.");
        var scope = AuditScope.Parse(string.Join(' ', parsed.GetValue(options.Scope)!));
        var (from, to) = (AuditInstants.From(parsed.GetValue(options.From)), AuditInstants.To(parsed.GetValue(options.To)));
        var file = parsed.GetValue(options.Output);
        if (file?.Exists is true)
            throw new UsageException($"{file.FullName} is there already: name a new file.");

        // Only a scope is asked of the read models.
        await using var asked = scope is null ? null : await AskedCatalog.OpenAsync(dataFolder, ct);
        await using var opened = asked is null ? await OpenCatalog.OpenAsync(dataFolder, ct) : null;
        var catalog = opened ?? asked!.Service<OpenCatalog>();
        if (asked is not null)
            await asked.LevelAsync(ct);
        var queries = new AuditQueries(catalog.Database, catalog.Log);
        var range = await queries.RangeAsync(from, to, ct);
        var streams = await queries.StreamsAsync(scope, range, ct);
        Func<Stream, Task<long>> write = parsed.GetValue(options.Csv)
            ? body => new EventTable(catalog.Log).WriteAsync(body, range, streams, ct)
            : body => new AuditExport(catalog.Database, catalog.Log, catalog.SigningKey)
                .WriteAsync(body, new AuditRequest(range.From, range.To, scope?.Text, streams, ProgramName.Text), Console.IsErrorRedirected ? null : new Progress(range), ct);
        var events = await (file is null ? ToOutputAsync(write, ct) : ToFileAsync(file, write, ct));
        await Console.Error.WriteLineAsync(Sentence(events, range, file, parsed.GetValue(options.Csv) ? null : catalog.SigningKey.Open().Public.Id));
        return ExitCodes.Ok;
    }

    private static async Task<long> ToOutputAsync(Func<Stream, Task<long>> write, CancellationToken ct)
    {
        await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        var events = await write(output);
        await output.FlushAsync(ct);
        return events;
    }

    /// <summary>The file is whole or not there.</summary>
    private static async Task<long> ToFileAsync(FileInfo file, Func<Stream, Task<long>> write, CancellationToken ct)
    {
        var unfinished = file.FullName + ".unfinished";
        try
        {
            long events;
            await using (var output = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                events = await write(output);
                await output.FlushAsync(ct);
            }

            File.Move(unfinished, file.FullName);
            return events;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.FullName} cannot be written: {e.Message}");
        }
    }

    private static string Sentence(long events, PositionRange range, FileInfo? file, string? key)
    {
        var what = FormattableString.Invariant($"{events} events of @{range.From}..@{range.To}");
        return key is null ? $"{what}, as a table." : $"{what}, signed with key {key}.{(file is null ? "" : $" Check them with: eventcatalog verify {file.FullName} --key PUBLIC-KEY")}";
    }

    private sealed class Progress(PositionRange range) : IProgress<long>
    {
        private long told;

        public void Report(long value)
        {
            var percent = 100 * (value - range.From + 1) / Math.Max(range.To - range.From + 1, 1);
            if (percent >= told + 10)
                Console.Error.WriteLine(FormattableString.Invariant($"{told = percent} %"));
        }
    }
}

/// <summary>Which part of the log, and where to.</summary>
internal sealed class AuditOptions
{
    public Option<string?> From { get; } = new("--from") { Description = "The first instant: a position such as @1200, a day, or a time, as the log learned things. Default: the beginning." };

    public Option<string?> To { get; } = new("--to") { Description = "The last instant, as --from; a day is included whole (UTC). Default: the end." };

    public Option<string[]> Scope { get; } = new("--scope")
    {
        Description = "Only entities that matched at any time of the range: references, kind:…, tag:…, owner:…, source:…. Of one sort any, of each sort one.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public Option<FileInfo?> Output { get; } = new("--output", "-o") { Description = "The file to write; must not be there yet. Default: standard output." };

    public Option<bool> Csv { get; } = new("--csv") { Description = "A table for people, one line an event, in words; it proves nothing." };

    public bool AreGiven(ParseResult parsed) => new Option[] { From, To, Scope, Output, Csv }.Any(option => parsed.GetResult(option) is { Implicit: false });
}
