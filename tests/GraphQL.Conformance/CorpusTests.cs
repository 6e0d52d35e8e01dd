using System.IO.Compression;
using System.Text.Json;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>The recorded answers; no Node is needed.</summary>
public sealed class CorpusTests
{
    /// <summary>Documents on which the two sides once differed, shrunk.</summary>
    internal const string Found = "found.jsonl";

    internal static (IReadOnlyList<RecordedAnswer> Answers, RecordedCounts Counts) Corpus { get; } = Read();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Corpus");

    [Fact]
    public async Task Every_recorded_document_is_answered_as_graphql_js_answers_it()
    {
        Corpus.Answers.Count.ShouldBe(Corpus.Counts.Count);
        await NothingDiffers(Corpus.Answers);
    }

    [Fact]
    public async Task What_once_differed_does_not_differ_again() =>
        await NothingDiffers(File.ReadLines(Path.Combine(Folder, Found)).Select(Answer));

    [Fact]
    public void The_corpus_fires_every_rule_and_reaches_every_stage()
    {
        Corpus.Counts.Version.ShouldBe("17.1.0");
        foreach (var rule in AllRules.Create().Select(r => r.GetType().Name))
            Corpus.Counts.Fired.GetValueOrDefault(rule).ShouldBeGreaterThan(0, rule);
        foreach (var stage in new[] { "syntax", "invalid", "request", "executed", "events" })
            Corpus.Counts.Stages.GetValueOrDefault(stage).ShouldBeGreaterThan(20, stage);
    }

    private static async Task NothingDiffers(IEnumerable<RecordedAnswer> answers)
    {
        var differences = new List<string>();
        foreach (var recorded in answers)
        {
            if (await Comparison.DifferenceAsync(recorded, TestContext.Current.CancellationToken) is { } difference)
                differences.Add(difference);
        }

        differences.Count.ShouldBe(0, string.Join('\n', differences.Take(5)));
    }

    private static RecordedAnswer Answer(string line) => JsonSerializer.Deserialize<RecordedAnswer>(line, FreshDocuments.Json)!;

    private static (IReadOnlyList<RecordedAnswer> Answers, RecordedCounts Counts) Read()
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Folder, "corpus.jsonl.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines[..^1].Select(Answer)],
            JsonSerializer.Deserialize<RecordedCounts>(lines[^1], FreshDocuments.Json)!);
    }
}
