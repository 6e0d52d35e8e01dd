using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Demo.Scale;

namespace EventCatalog.Ingestion.Tests.Demo.Scale;

public sealed class ScaleOrganisationTests
{
    private const string Expected = "cef509adaf31b99d6d163d04487e6c21fb4702a2b09c7db7d183eb4eb543524c";

    private static readonly ScaleOrganisation Small = ScaleOrganisation.Generate(ScaleSize.Of(250));

    [Theory]
    [InlineData(100)]
    [InlineData(14_900)]
    [InlineData(100_000)]
    public void There_are_exactly_as_many_entities_as_were_asked_for(int entities) => ScaleSize.Of(entities).Entities.ShouldBe(entities);

    [Fact]
    public void Spotify_is_as_large_as_it_says() => ScaleSize.Of(ScaleSize.Spotify.Entities).ShouldBe(ScaleSize.Spotify);

    [Fact]
    public async Task The_same_seed_writes_the_same_commits_on_every_machine()
    {
        using var folder = new TempFolder();
        await ScaleRepositories.WriteAsync(Small, folder.At("org"), null, TestCatalog.Ct);

        // A commit's name is a hash of its files, its author, its time and all before it.
        Hash(GitRepository.Run(folder.At("org/.objects"), ["for-each-ref", "--format=%(refname) %(objectname)"])).ShouldBe(Expected);
    }

    [Fact]
    public async Task Another_seed_writes_others()
    {
        using var folder = new TempFolder();
        var other = await ScaleRepositories.WriteAsync(ScaleOrganisation.Generate(ScaleSize.Of(250), seed: 2), folder.At("org"), null, TestCatalog.Ct);

        other.Entities.ShouldBe(250);
        Hash(GitRepository.Run(folder.At("org/.objects"), ["for-each-ref", "--format=%(refname) %(objectname)"])).ShouldNotBe(Expected);
    }

    [Fact]
    public async Task A_written_repository_is_clean_can_be_cloned_and_moves_with_its_folder()
    {
        using var folder = new TempFolder();
        await ScaleRepositories.WriteAsync(Small, folder.At("org"), null, TestCatalog.Ct);
        Directory.Move(folder.At("org"), folder.At("elsewhere"));

        foreach (var repository in Directory.GetDirectories(folder.At("elsewhere")).Where(path => !path.EndsWith(".objects", StringComparison.Ordinal)))
            GitRepository.Run(repository, ["status", "--short"]).ShouldBeEmpty();
        GitRepository.Run(folder.Path, ["clone", "--quiet", "file://" + folder.At("elsewhere/organisation"), "clone"]);
        File.Exists(folder.At("clone/catalog-info.yaml")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        using var folder = new TempFolder();
        folder.Write("mine.txt", "mine");

        (await Should.ThrowAsync<RuleViolation>(() => ScaleRepositories.WriteAsync(Small, folder.Path, null, TestCatalog.Ct))).Message.ShouldContain("is not empty");
    }

    [Fact]
    public async Task With_history_much_happens_to_the_same_entities()
    {
        var lively = ScaleOrganisation.Generate(ScaleSize.Of(1000), history: true);
        await using var imported = await TestCatalog.StartAsync();
        var first = await new ScaleImport(imported.Log, imported.Bodies).RunAsync(lively, ct: TestCatalog.Ct);
        var again = await new ScaleImport(imported.Log, imported.Bodies).RunAsync(lively, ct: TestCatalog.Ct);

        first.Added.ShouldBeGreaterThan(1000 * 4);
        (again.Added, again.AlreadyThere).ShouldBe((0, first.Added));
        var events = await imported.EntityEventsAsync();
        events.Select(recorded => recorded.EffectiveAt).ShouldBe(events.Select(recorded => recorded.EffectiveAt).Order());
        events.Count(recorded => recorded.Event is EntityEvent.EntityRegistered).ShouldBe(1000);
        events.Count(recorded => recorded.Event is EntityEvent.OwnerChanged).ShouldBeGreaterThan(100);
        events.ShouldContain(recorded => recorded.Stream.StartsWith("entity-group:", StringComparison.Ordinal) && recorded.Event is EntityEvent.DescriptorChanged);
    }

    [Fact]
    public async Task Imported_it_ends_as_crawled_and_imported_again_adds_nothing()
    {
        using var folder = new TempFolder();
        await ScaleRepositories.WriteAsync(Small, folder.At("org"), null, TestCatalog.Ct);
        await using var crawled = await TestCatalog.StartAsync();
        var crawl = await crawled.CrawlNewAsync(folder.At("org"));
        await using var imported = await TestCatalog.StartAsync();
        var first = await new ScaleImport(imported.Log, imported.Bodies).RunAsync(Small, ct: TestCatalog.Ct);
        var again = await new ScaleImport(imported.Log, imported.Bodies).RunAsync(Small, ct: TestCatalog.Ct);

        (crawl.Found, crawl.Failed).ShouldBe((250, 0));
        (again.Added, again.AlreadyThere).ShouldBe((0, first.Added));
        first.Added.ShouldBeGreaterThan(251 + 20, "the year has changes of owner and lifecycle");
        var expected = await StateAsync(crawled, crawl.Source);
        var there = await StateAsync(imported, (await imported.Memory.SourcesAsync(TestCatalog.Ct)).ShouldHaveSingleItem().Id);
        there.Keys.ShouldBe(expected.Keys, ignoreOrder: true);
        foreach (var (entity, descriptor) in expected)
            JsonElement.DeepEquals(there[entity], descriptor).ShouldBeTrue($"{entity}:\n{there[entity]}\n{descriptor}");
    }

    private static async Task<Dictionary<EntityRef, JsonElement>> StateAsync(TestCatalog catalog, string source)
    {
        await catalog.Writer.SettleAsync(TestCatalog.Ct);
        return (await catalog.Memory.OfSourceAsync(source, TestCatalog.Ct)).ToDictionary(entity => entity.Key, entity => ((Entity.Live)entity.Value.State).Descriptor);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
