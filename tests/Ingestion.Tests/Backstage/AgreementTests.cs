using System.Text;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>
/// This catalog makes of a file what Backstage's published validators and processing make of it: the same entities, relations and
/// refusals, refused at the same step. How the answers were recorded: <c>README.md</c>.
/// </summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    private static readonly Lazy<Dictionary<string, FileAnswers>> Recorded =
        new(() => RecordedAnswers.Read().ToDictionary(file => file.Key, StringComparer.Ordinal));

    [Fact]
    public async Task Five_thousand_generated_files_are_read_as_Backstage_reads_them() =>
        await ShouldAgreeAsync(Enumerable.Range(0, GeneratedDescriptors.Count).Select(number => (Recording.KeyOf(number), Encoding.UTF8.GetBytes(GeneratedDescriptors.Text(number)))));

    [Fact]
    public async Task The_descriptors_people_wrote_are_read_as_Backstage_reads_them()
    {
        var corpus = RecordedAnswers.CorpusFiles();
        Assert.SkipWhen(corpus.Count == 0, "The corpus (../shared/corpus) is not beside this checkout.");
        await ShouldAgreeAsync(corpus.Select(file => (file.Key, File.ReadAllBytes(file.Value))));
    }

    private async Task ShouldAgreeAsync(IEnumerable<(string Key, byte[] Bytes)> files)
    {
        var (documents, disagreements) = (0, 0);
        foreach (var (key, bytes) in files)
        {
            var theirs = Recorded.Value[key];
            theirs.Input.ShouldBe(Answer.Hash(bytes), $"{key} is not the file that was asked about; record the answers again");
            var ours = await OurAnswers.ToAsync(bytes, TestCatalog.Ct);
            documents += ours.Count;
            if (Agree([.. ours.Select(answer => answer.Answer)], theirs.Documents))
                continue;
            disagreements++;
            if (disagreements <= 20)
                output.WriteLine($"=== {key}\nBackstage: {string.Join("\n           ", theirs.Documents)}\nhere:      {string.Join("\n           ", ours.Select(answer => answer.Shown))}\n{Encoding.UTF8.GetString(bytes)}");
        }

        output.WriteLine($"{documents} documents, {disagreements} files that differ");
        disagreements.ShouldBe(0);
    }

    private static bool Agree(IReadOnlyList<Answer> ours, IReadOnlyList<Answer> theirs) =>
        (ours.Count == theirs.Count || LosesTheRest(ours, theirs)) && ours.Zip(theirs).All(pair => Worded(pair.First, pair.Second) == Worded(pair.Second, pair.First));

    /// <summary>The words are compared too, unless they are a parser's, or name the place in a list that Backstage has sorted by then.</summary>
    private static Answer Worded(Answer answer, Answer other) =>
        other.Message is not null && answer.Refused is "root" or "envelope" or "annotations" or "policy" or "kind" ? answer : answer with { Message = null };

    // The one difference that is meant: behind a quote that nobody closed, Backstage's parser finds no more documents. Here a broken
    // document does not harm its neighbours.
    private static bool LosesTheRest(IReadOnlyList<Answer> ours, IReadOnlyList<Answer> theirs) => theirs is [.., { Refused: "yaml" }] && ours.Count > theirs.Count;
}
