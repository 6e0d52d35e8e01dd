using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands;

/// <summary>Checks the log, or a file that was exported from it.</summary>
public static class VerifyCommand
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var file = new Argument<FileInfo?>("file") { Description = "An exported file: checked by itself, without server or database. Left out: the live store.", Arity = ArgumentArity.ZeroOrOne };
        var stream = new Option<string?>("--stream") { Description = "Only this stream, such as entity-component:default/cart." };
        var with = new Option<FileInfo?>("--with") { Description = "Also that this file of store archive holds the events whose stubs the log keeps." };
        var keys = new Option<string[]>("--key")
        {
            Description = "A public key, as a file or base64, that may have signed; repeatable. Left out, those the store or the file names count: compare their ids with the ones you keep.",
            DefaultValueFactory = _ => [],
        };
        var live = new Option<bool>("--live") { Description = "The live store, as when no file is named." };
        var command = new Command("verify", "Check that no event of the log, or of an exported file, was changed, removed, added or moved.") { file, data, stream, with, keys, live, json };
        command.SetAction(async (parsed, ct) =>
        {
            var trusted = parsed.GetValue(keys) is { Length: > 0 } given ? given.Select(ReadKey).DistinctBy(key => key.Id, StringComparer.Ordinal).ToList() : null;
            if (parsed.GetValue(file) is not { } exported)
                return await LiveAsync(parsed.GetValue(data)!, parsed.GetValue(stream), parsed.GetValue(with), trusted, parsed.GetValue(json), ct);
            if (parsed.GetValue(stream) is not null || parsed.GetValue(with) is not null || parsed.GetValue(live))
                throw new UsageException("--stream, --with and --live are of the live store: leave them out, or leave out the file.");
            return await ExportAsync(exported, trusted, parsed.GetValue(json), ct);
        });
        return command;
    }

    private static async Task<int> LiveAsync(string dataFolder, string? stream, FileInfo? with, IReadOnlyList<PublicKey>? trusted, bool asJson, CancellationToken ct)
    {
        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        var report = await catalog.Log.VerifyAsync(stream, ct);
        // Anchors are over positions, not over one stream.
        var anchors = stream is null ? await catalog.Anchors.VerifyAsync(ct, trusted) : null;
        var file = with is null ? null : await FileAsync(catalog, with, ct);
        var keys = anchors is null ? [] : (await catalog.Anchors.AllAsync(ct)).Select(anchor => anchor.Key).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(new { report.Checked, report.FirstBreak, report.Archived, Anchors = anchors, Keys = keys, File = file }, JsonSerializerOptions.Web));
        else
            Print(report, anchors, keys, file);
        return report.FirstBreak is null && anchors?.FirstBreak is null && file?.Problem is null ? ExitCodes.Ok : ExitCodes.No;
    }

    private static async Task<int> ExportAsync(FileInfo file, IReadOnlyList<PublicKey>? trusted, bool asJson, CancellationToken ct)
    {
        if (!file.Exists)
            throw new UsageException($"There is no file {file.FullName}.");
        await using var lines = file.OpenRead();
        var report = await AuditCheck.VerifyAsync(lines, trusted, ct);
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        else
            Print(report, trusted is not null);
        return report.Fault is null ? ExitCodes.Ok : ExitCodes.No;
    }

    private static async Task<ArchiveReport> FileAsync(OpenCatalog catalog, FileInfo file, CancellationToken ct)
    {
        if (!file.Exists)
            throw new UsageException($"There is no file {file.FullName}.");
        await using var lines = file.OpenRead();
        return await new Archive(catalog.Database, catalog.Log).VerifyAsync(lines, ct);
    }

    private static PublicKey ReadKey(string text)
    {
        try
        {
            return PublicKey.Read(File.Exists(text) ? File.ReadAllText(text) : text);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--key {text} is neither a file nor base64 that holds a public key: {wrong.Message}. `eventcatalog key` prints one.");
        }
    }

    private static void Print(ChainReport report, AnchorReport? anchors, IReadOnlyList<string> keys, ArchiveReport? file)
    {
        Console.WriteLine(report.FirstBreak is { } broken
            ? $"Broken at {broken.Stream}, event {broken.Version}{(broken.Position is { } position ? FormattableString.Invariant($" (@{position})") : "")}: {broken.Problem}"
            : $"{report.Checked} events checked, every hash is right.");
        if (report.Archived > 0)
            Console.WriteLine($"{report.Archived} stubs of archived events stand in their places.");
        if (file is not null)
            Console.WriteLine(file.Problem ?? $"{file.Checked} events of the file are those that were archived.");
        if (anchors?.FirstBreak is { } since)
            Console.WriteLine($"Not as anchored between @{since.From} and @{since.To}: {since.Problem}");
        else if (anchors is { Checked: > 0 })
            Console.WriteLine($"{anchors.Checked} anchors hold; {Signatures(anchors.Signed, anchors.Checked - anchors.Signed, keys)}.");
    }

    private static void Print(AuditReport report, bool isTrusted)
    {
        if (report.Header is { } header)
            Console.WriteLine(FormattableString.Invariant($"@{header.From}..@{header.To} of store {(header.Store.Length > 16 ? header.Store[..16] : header.Store)}, {header.Scope ?? "everything"}, written {header.MadeAt:u} by {header.Program}."));
        if (report.Fault is { } fault)
        {
            Console.WriteLine(FormattableString.Invariant($"Line {fault.Line}: {fault.Problem}"));
            return;
        }

        Console.WriteLine($"{report.Events} events are as they were recorded; {report.Anchors} anchors hold; {Signatures(report.Anchors - report.Unsigned, report.Unsigned, report.Keys)}.");
        if (!isTrusted)
            Console.WriteLine("Whether the key is the right one the file cannot say: compare its id with the one you keep, or name that with --key.");
    }

    private static string Signatures(long signed, long unsigned, IReadOnlyList<string> keys) =>
        $"{signed} signed{(keys.Count > 0 ? $" (key {string.Join(", ", keys)})" : "")}{(unsigned > 0 ? $", {unsigned} unsigned, from before there was a key" : "")}";
}
