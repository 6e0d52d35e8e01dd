using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Descriptors;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>What this catalog makes of a file, said as Backstage's answers are.</summary>
internal static class OurAnswers
{
    private static readonly DescriptorLocation Place = new("folder-1", $"url:{StandInFiles.Descriptor}", $"url:{StandInFiles.Descriptor}");

    public static async Task<IReadOnlyList<(Answer Answer, string Shown)>> ToAsync(byte[] file, CancellationToken ct)
    {
        var answers = new List<(Answer, string)>();
        foreach (var document in DescriptorReader.Read(file))
            answers.Add(await ToAsync(document, ct));
        return answers;
    }

    private static async Task<(Answer Answer, string Shown)> ToAsync(ReadDocument document, CancellationToken ct)
    {
        if (document.Root is not { } root)
            return Refused(document.Fault!);
        var verdict = await Judging.JudgeAsync(root, document.Map, StandInFiles.ReadAsync, ct);
        if (verdict.Descriptor is not { } descriptor)
            return Refused(verdict.Fault!);

        var entity = JsonNode.Parse(descriptor.GetRawText())!.AsObject();
        var annotations = entity["metadata"]!["annotations"]?.AsObject() ?? [];
        entity["metadata"]!["annotations"] = annotations;
        foreach (var (name, value) in WrittenAnnotations.Of(Place, descriptor))
            annotations[name] = value;
        var relations = Relations.Of(descriptor).Select(relation => $"{relation.Source} {relation.Type} {relation.Target}").Order(StringComparer.Ordinal).ToArray();
        return (Answer.Accepted(JsonSerializer.SerializeToElement(entity), relations), $"{entity.ToJsonString()} {string.Join(", ", relations)}");
    }

    private static (Answer Answer, string Shown) Refused(Fault fault) => (Answer.RefusedAt(StepOf(fault.Rule), fault.Message), $"{fault.Rule}: {fault.Message}");

    /// <summary>The step at which Backstage asks what a rule asks.</summary>
    private static string StepOf(string rule) => rule switch
    {
        DescriptorReader.UnsoundYaml => "yaml",
        DescriptorReader.RootIsNoMap => "root",
        "envelope-is-sound" => "envelope",
        "annotations-are-a-map" => "annotations",
        Placeholders.Rule => "placeholder",
        "kind-is-known" => "kind",
        "relations-are-resolvable" => "relations",
        "keys-differ-in-more-than-case" => "search",
        _ when rule.EndsWith("-spec", StringComparison.Ordinal) => "schema",
        "nesting-is-bounded" or DescriptorReader.NotText => rule,
        _ => "policy",
    };
}
