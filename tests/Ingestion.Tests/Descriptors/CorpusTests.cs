using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Descriptors;

namespace EventCatalog.Ingestion.Tests.Descriptors;

/// <summary>Reads what people really wrote, and compares with what Backstage 4.0.0 accepted of it. The files are not part of the repository.</summary>
public class CorpusTests
{
    private static readonly string[] Contested =
        ["component:default/sample-service", "component:default/vllm", "api:default/openai-api", "user:default/guest"];

    private sealed record Accepted(string File, JsonElement Descriptor, bool NeighbourIsBroken)
    {
        public string Ref => Domain.Descriptors.Descriptor.RefOf(Descriptor).ToString();
    }

    private static DirectoryInfo Corpus()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var corpus = new DirectoryInfo(Path.Combine(folder.FullName, "..", "shared", "corpus"));
            if (File.Exists(Path.Combine(corpus.FullName, "backstage-answers.json")))
                return corpus;
        }

        Assert.Skip("The corpus of real descriptors (../shared/corpus) is not beside this checkout.");
        throw new DirectoryNotFoundException();
    }

    private static IReadOnlyList<Accepted> AcceptedFiles(DirectoryInfo corpus)
    {
        var accepted = new List<Accepted>();
        foreach (var folder in (string[])["descriptors", "backstage-examples"])
        {
            foreach (var file in new DirectoryInfo(Path.Combine(corpus.FullName, folder)).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension != ".md").OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                var documents = DescriptorReader.Read(File.ReadAllBytes(file.FullName));
                var verdicts = documents.Where(document => document.Root is not null).Select(document => DescriptorRules.Judge(document.Root!.Value)).ToArray();
                var broken = documents.Any(document => document.Fault is not null);
                accepted.AddRange(verdicts.Where(verdict => verdict.Fault is null).Select(verdict =>
                    new Accepted(Path.GetRelativePath(corpus.FullName, file.FullName), verdict.Descriptor!.Value, broken)));
            }
        }

        return accepted;
    }

    private static Dictionary<string, JsonElement> Answers(DirectoryInfo corpus) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(corpus.FullName, "backstage-answers.json")))
            .EnumerateArray().ToDictionary(answer => answer.GetProperty("ref").GetString()!, StringComparer.Ordinal);

    /// <summary>Why we accept what Backstage's answers do not hold; null when there is no reason.</summary>
    private static string? Reason(Accepted extra, HashSet<string> reachable) =>
        extra.Ref.StartsWith("template:", StringComparison.Ordinal) ? "the scaffolder plugin was not loaded"
        : extra.NeighbourIsBroken ? "Backstage drops a whole file at first sight when one document is not sound YAML; we keep its sound neighbours (E1.2)"
        : extra.Ref.StartsWith("location:", StringComparison.Ordinal) && extra.File.StartsWith("descriptors", StringComparison.Ordinal)
            ? "the targets of this Location lie in its own repository and were not there to be read; judged without them it is sound"
        : extra.File.StartsWith("backstage-examples", StringComparison.Ordinal) && !reachable.Contains(extra.File) ? "no registered Location leads to this file"
        : null;

    private static HashSet<string> ReachableExamples(DirectoryInfo corpus)
    {
        var reachable = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(["all.yaml", "acme-corp.yaml"]);
        while (open.TryPop(out var name))
        {
            var path = Path.GetFullPath(Path.Combine(corpus.FullName, "backstage-examples", name));
            if (!reachable.Add(Path.GetRelativePath(corpus.FullName, path)) || !File.Exists(path))
                continue;
            foreach (var document in DescriptorReader.Read(File.ReadAllBytes(path)).Where(document => document.Root is not null))
            {
                var targets = Descriptor.At(document.Root!.Value, "spec", "targets") is { ValueKind: JsonValueKind.Array } list
                    ? list.EnumerateArray().Select(target => target.GetString()!)
                    : [];
                foreach (var target in targets)
                    open.Push(Path.GetRelativePath(Path.Combine(corpus.FullName, "backstage-examples"), Path.Combine(Path.GetDirectoryName(path)!, target)));
            }
        }

        return reachable;
    }

    [Fact]
    public void We_accept_what_Backstage_accepted()
    {
        var corpus = Corpus();
        var accepted = AcceptedFiles(corpus).Select(document => document.Ref).ToHashSet(StringComparer.Ordinal);

        Answers(corpus).Keys.Where(answer => !accepted.Contains(answer)).ShouldBeEmpty();
    }

    [Fact]
    public void We_refuse_what_Backstage_refused_but_for_stated_reasons()
    {
        var corpus = Corpus();
        var (answers, reachable) = (Answers(corpus), ReachableExamples(corpus));

        AcceptedFiles(corpus)
            .GroupBy(document => document.Ref)
            .Where(documents => !answers.ContainsKey(documents.Key) && documents.Any(document => Reason(document, reachable) is null))
            .Select(documents => $"{documents.Key} in {documents.First().File}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_both_accepted_reads_the_same()
    {
        var corpus = Corpus();
        var answers = Answers(corpus);

        AcceptedFiles(corpus)
            .Where(document => answers.ContainsKey(document.Ref) && !Contested.Contains(document.Ref))
            .GroupBy(document => document.Ref)
            .Where(documents => documents.Count() == 1)
            .Select(documents => documents.Single())
            .Where(document => !JsonElement.DeepEquals(document.Descriptor.GetProperty("spec"), answers[document.Ref].GetProperty("spec"))
                || Descriptor.Text(document.Descriptor, "metadata", "namespace") != Descriptor.Text(answers[document.Ref], "metadata", "namespace"))
            .Select(document => $"{document.Ref} in {document.File}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Relations_are_those_that_Backstage_answered()
    {
        var corpus = Corpus();
        var answers = Answers(corpus);
        var edges = answers.Values
            .SelectMany(Relations.Of)
            .Distinct()
            .Where(edge => answers.ContainsKey(edge.Source.ToString()))
            .Select(edge => $"{edge.Source} {edge.Type} {edge.Target}")
            .Order(StringComparer.Ordinal);

        answers
            .Where(answer => answer.Value.TryGetProperty("relations", out _))
            .SelectMany(answer => answer.Value.GetProperty("relations").EnumerateArray()
                .Select(relation => $"{answer.Key} {relation.GetProperty("type").GetString()} {relation.GetProperty("targetRef").GetString()}"))
            .Order(StringComparer.Ordinal)
            .ShouldBe(edges);
    }
}
