using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>Asks Backstage's published packages again and keeps what they answer. Runs only when asked for by name: see <c>README.md</c>.</summary>
public sealed class Recording
{
    internal static string KeyOf(int number) => $"generated/{number.ToString(CultureInfo.InvariantCulture)}";

    [Fact(Explicit = true)]
    public async Task Record()
    {
        var files = Enumerable.Range(0, GeneratedDescriptors.Count)
            .Select(number => (Key: KeyOf(number), Bytes: Encoding.UTF8.GetBytes(GeneratedDescriptors.Text(number))))
            .Concat(RecordedAnswers.CorpusFiles().OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (Key: file.Key, Bytes: File.ReadAllBytes(file.Value))))
            .ToArray();
        var answered = (await AskAsync(JsonSerializer.Serialize(files.Select(file => new { key = file.Key, text = Convert.ToBase64String(file.Bytes) }))))
            .EnumerateArray().ToDictionary(file => file.GetProperty("key").GetString()!, file => file.GetProperty("documents"), StringComparer.Ordinal);
        RecordedAnswers.Write([.. files.Select(file => new FileAnswers(
            file.Key, Answer.Hash(file.Bytes), [.. answered[file.Key].EnumerateArray().Select(document => ToAnswer(document, file.Key.StartsWith("generated/", StringComparison.Ordinal)))]))]);
    }

    // The words of a refusal quote the file, and the corpus is not this repository's to publish.
    private static Answer ToAnswer(JsonElement document, bool withMessage) => document.TryGetProperty("refused", out var step)
        ? Answer.RefusedAt(step.GetString()!, withMessage ? document.GetProperty("message").GetString() : null)
        : Answer.Accepted(document.GetProperty("entity"), document.GetProperty("relations").EnumerateArray().Select(relation => relation.GetString()!));

    private static async Task<JsonElement> AskAsync(string questions)
    {
        var folder = Path.Combine(RecordedAnswers.Folder, "record");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, "");
        return JsonElement.Parse(await RunAsync("node", ["record.mjs"], folder, questions));
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestCatalog.Ct), process.StandardError.ReadToEndAsync(TestCatalog.Ct));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestCatalog.Ct);
        process.ExitCode.ShouldBe(0, $"{program}: {await errors}");
        return await output;
    }
}
