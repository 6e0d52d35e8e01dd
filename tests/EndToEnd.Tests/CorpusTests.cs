using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>What Backstage 4.0.0 answered for the same files is what the portal shows.</summary>
public sealed class CorpusTests(DescriptorsPortal read) : IClassFixture<DescriptorsPortal>
{
    /// <summary>Declared by two files; which one wins is a matter of order.</summary>
    private static readonly string[] Conflicts = ["component:default/radix-operator", "component:default/sample-service", "component:default/vllm", "user:default/guest"];

    /// <summary>Entities that Backstage did not have, with the reason why this catalog does.</summary>
    private static readonly Dictionary<string, string> OnlyHere = Reasons(
        ("Templates: the scaffolder plugin was not loaded in the Backstage that answered",
        [
            "template:default/app-deployment-template", "template:default/argocd-template", "template:default/aspnet472-mvc-website", "template:default/component-name-validator",
            "template:default/dataproduct-template", "template:default/demo-template", "template:default/slack-message-demo",
        ]),
        ("Sound documents before a syntax error in the same file: Backstage drops the whole file, here a bad document does not harm its neighbours",
        [
            "component:default/application-accelerator", "component:default/application-configuration-service", "component:default/application-single-sign-on",
            "component:default/cloud-native-runtimes", "component:default/contour", "component:default/eventing", "component:default/flux-cd-source-controller",
            "component:default/learning-center", "component:default/source-controller", "component:default/supply-chain-choreographer", "component:default/supply-chain-security-policy",
            "component:default/supply-chain-security-scan", "component:default/supply-chain-security-store", "component:default/tanzu-build-service", "component:default/tanzu-cli",
            "component:default/tanzu-developer-portal", "component:default/tekton-pipelines", "resource:default/kubernetes", "system:default/tanzu-application-platform",
        ]));

    /// <summary>Relations that differ from what the two files above say, with the reason.</summary>
    private static readonly Dictionary<string, string> OtherRelations = Reasons(
        ("Two files declare it, or what it is related to; which one wins is a matter of order", [.. Conflicts, "component:default/sample-service-2", "resource:default/sample-s3-bucket", "system:default/sample-system"]),
        ("It owns a Template, which Backstage did not load", ["group:default/platform-team"]));

    private static string Corpus
    {
        get
        {
            Assert.SkipWhen(Checkout.Corpus is null, "The corpus (../shared/corpus) is not beside this checkout.");
            return Checkout.Corpus!;
        }
    }

    [Fact]
    public async Task The_example_components_are_shown_as_backstage_shows_them()
    {
        var examples = Path.Combine(Corpus, "backstage-examples");
        await using var portal = await Portal.StartAsync("--source", Path.Combine(examples, "all-components.yaml"));
        await portal.SettledAsync();

        var (seen, answers) = (await Seen.EntitiesAsync(portal), await AnswersAsync());
        var components = await CommandRun.OfEventCatalogAsync("validate", "--json", Path.Combine(examples, "all-components.yaml"));
        seen.Keys.ShouldBe(Refs(components));
        seen.Keys.Count(each => each.StartsWith("component:", StringComparison.Ordinal)).ShouldBe(
            File.ReadLines(Path.Combine(examples, "all-components.yaml")).Count(line => line.TrimStart().StartsWith("- ./", StringComparison.Ordinal)));
        foreach (var (entity, shown) in seen)
        {
            var answer = answers[entity];
            ShouldShow(shown, answer);
            // Only relations among what was read can be expected here; what points at the rest is the rest's.
            Seen.Relations(shown).ShouldBe(Relations(answer).Where(line => IsDeclaredBySeen(line, seen)), entity);
        }

        (await portal.AskAsync("{ sources { problems { message } } }")).GetProperty("sources")[0].GetProperty("problems").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_descriptors_of_184_repositories_are_shown_as_backstage_shows_them_and_what_is_refused_is_listed()
    {
        var examplesFolder = Path.Combine(Corpus, "backstage-examples");
        var (seen, answers) = (await Seen.EntitiesAsync(read.Portal!), await AnswersAsync());
        var examples = await CommandRun.OfEventCatalogAsync("validate", "--json", Path.Combine(examplesFolder, "all.yaml"), Path.Combine(examplesFolder, "acme-corp.yaml"));
        var ofExamples = Refs(examples).ToHashSet(StringComparer.Ordinal);

        var onlyHere = seen.Keys.Except(answers.Keys, StringComparer.Ordinal).ToList();
        onlyHere.Except(OnlyHere.Keys, StringComparer.Ordinal).ShouldBeEmpty("shown here, refused by Backstage, and no reason is given above");
        OnlyHere.Keys.Except(onlyHere, StringComparer.Ordinal).ShouldBeEmpty("a reason above for something that is not shown");
        answers.Keys.Except(seen.Keys, StringComparer.Ordinal).Except(ofExamples, StringComparer.Ordinal).ShouldBeEmpty("shown by Backstage, not here");

        foreach (var (entity, shown) in seen.Where(each => answers.ContainsKey(each.Key) && !Conflicts.Contains(each.Key, StringComparer.Ordinal)))
        {
            ShouldShow(shown, answers[entity]);
            if (!OtherRelations.ContainsKey(entity))
                Seen.Relations(shown).ShouldBe(Relations(answers[entity]), entity);
        }
    }

    [Fact]
    public async Task Every_document_refused_in_the_descriptors_is_listed_with_its_file_line_and_reason()
    {
        var descriptors = Path.Combine(Corpus, "descriptors");
        var portal = read.Portal!;
        var judged = await CommandRun.OfEventCatalogAsync("validate", "--json", "--pattern", "*", descriptors);
        judged.ExitCode.ShouldBe(1, judged.Errors);

        var listed = (await portal.AskAsync("{ sources { lastCrawl { failed } problems { message file line column } } }")).GetProperty("sources")[0];
        var problems = listed.GetProperty("problems").EnumerateArray().ToList();
        problems.Count.ShouldBe(listed.GetProperty("lastCrawl").GetProperty("failed").GetInt32());
        problems.Count.ShouldBe(JsonElement.Parse(judged.Output)[0].GetProperty("problems").GetArrayLength());
        foreach (var problem in problems)
        {
            problem.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
            var file = problem.GetProperty("file").GetString().ShouldNotBeNull(problem.ToString());
            // An address on another machine that cannot be read has no lines.
            if (!file.StartsWith("https://", StringComparison.Ordinal))
            {
                File.Exists(Path.Combine(descriptors, file)).ShouldBeTrue(file);
                problem.GetProperty("line").ValueKind.ShouldBe(JsonValueKind.Number, problem.ToString());
            }
        }
    }

    private static void ShouldShow(JsonElement shown, JsonElement answer)
    {
        var entity = answer.GetProperty("ref").GetString()!;
        var metadata = answer.GetProperty("metadata");
        JsonElement.DeepEquals(shown.GetProperty("spec"), answer.GetProperty("spec")).ShouldBeTrue($"spec of {entity}: {shown.GetProperty("spec")}");
        shown.GetProperty("kind").GetString().ShouldBe(answer.GetProperty("kind").GetString(), entity);
        shown.GetProperty("name").GetString().ShouldBe(metadata.GetProperty("name").GetString(), entity);
        if (metadata.TryGetProperty("tags", out var tags)) JsonElement.DeepEquals(shown.GetProperty("tags"), tags).ShouldBeTrue($"tags of {entity}");
        if (metadata.TryGetProperty("labels", out var labels)) JsonElement.DeepEquals(shown.GetProperty("labels"), labels).ShouldBeTrue($"labels of {entity}");
        if (metadata.TryGetProperty("description", out var description)) shown.GetProperty("description").GetString().ShouldBe(description.GetString(), entity);
        foreach (var annotation in metadata.GetProperty("annotations").EnumerateObject())
            shown.GetProperty("annotations").GetProperty(annotation.Name).ToString().ShouldBe(annotation.Value.ToString(), $"{annotation.Name} of {entity}");
        var owner = Relations(answer).FirstOrDefault(line => line.StartsWith("ownedBy ", StringComparison.Ordinal));
        shown.GetProperty("ownerRef").GetString().ShouldBe(owner?["ownedBy ".Length..], entity);
    }

    /// <summary>Backstage repeats a relation that is declared twice; as a set it is one.</summary>
    private static IEnumerable<string> Relations(JsonElement answer) => answer.TryGetProperty("relations", out var relations)
        ? relations.EnumerateArray().Select(relation => $"{relation.GetProperty("type")} {relation.GetProperty("targetRef")}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        : [];

    private static bool IsDeclaredBySeen(string line, IReadOnlyDictionary<string, JsonElement> seen) => line.Split(' ') switch
    {
        ["ownedBy" or "partOf" or "dependsOn" or "consumesApi" or "providesApi", _] => true,
        [_, var target] => seen.ContainsKey(target),
        _ => false,
    };

    private static async Task<Dictionary<string, JsonElement>> AnswersAsync()
    {
        await using var file = File.OpenRead(Path.Combine(Corpus, "backstage-answers.json"));
        using var answers = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        return answers.RootElement.EnumerateArray().ToDictionary(answer => answer.GetProperty("ref").GetString()!, answer => answer.Clone(), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Refs(CommandRun validation) => JsonElement.Parse(validation.Output).EnumerateArray()
        .SelectMany(target => target.GetProperty("entities").EnumerateArray()).Select(entity => entity.GetString()!).Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Reasons(params (string Reason, string[] Refs)[] reasons) =>
        reasons.SelectMany(each => each.Refs.Select(entity => (entity, each.Reason))).ToDictionary(each => each.entity, each => each.Reason, StringComparer.Ordinal);
}
