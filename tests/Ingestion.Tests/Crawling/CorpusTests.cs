using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Folders_of_real_descriptors_show_what_Backstage_shows()
    {
        var corpus = Corpus();
        await using var catalog = await TestCatalog.StartAsync();
        var examples = await catalog.CrawlNewAsync(Path.Combine(corpus, "backstage-examples/all.yaml"));
        var acme = await catalog.CrawlNewAsync(Path.Combine(corpus, "backstage-examples/acme-corp.yaml"));
        var descriptors = await catalog.CrawlNewAsync(Path.Combine(corpus, "descriptors"), pattern: "*");

        var ours = (await catalog.EntitiesOfAsync(examples.Source)).Concat(await catalog.EntitiesOfAsync(acme.Source)).Concat(await catalog.EntitiesOfAsync(descriptors.Source)).ToHashSet(StringComparer.Ordinal);
        using var answers = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(corpus, "backstage-answers.json"), TestCatalog.Ct));
        var theirs = answers.RootElement.EnumerateArray().Select(entity => Descriptor.RefOf(entity).ToString()).Where(name => !name.StartsWith("location:default/generated-", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        // Backstage was asked without its scaffolder, and refuses a whole file for one broken document; we do not.
        foreach (var name in ours.Except(theirs).Order(StringComparer.Ordinal))
            output.WriteLine($"ours only: {name}");
        theirs.Except(ours).ShouldBeEmpty();
        ours.Except(theirs).Where(name => name.StartsWith("location:", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Corpus()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "shared/corpus")))
                return Path.Combine(folder.FullName, "shared/corpus");
        }

        Assert.Skip("The corpus of real descriptors (shared/corpus) is not beside this checkout");
        return "";
    }
}
