using System.Text.Json;
using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.History;

/// <summary>A made-up history of a hundred commits: told at once, told in pieces, or not told, it ends with the same catalog.</summary>
public sealed class HistoryInterruptionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Cut_short_and_read_again_it_ends_like_one_that_was_not_disturbed(int seed)
    {
        using var repository = new GitRepository();
        MakeHistory(repository, new Random(seed));
        await using var undisturbed = await StartAsync(history: true);
        await using var disturbed = await StartAsync(history: true);
        await using var present = await StartAsync(history: false);
        var source = (await undisturbed.CrawlNewAsync(repository.Work, "git")).Source;
        await disturbed.RegisterAsync(repository.Work, "git");
        await present.CrawlNewAsync(repository.Work, "git");

        for (var cuts = 0; cuts < 3; cuts++)
            await CutShortAsync(disturbed, source);
        await disturbed.CrawlAsync(source);

        (await ToldAsync(disturbed)).ShouldBe(await ToldAsync(undisturbed));
        (await StatesAsync(undisturbed, source)).ShouldBe(await StatesAsync(present, source));
        var events = await undisturbed.EntityEventsAsync();
        events.Zip(events.Skip(1)).Where(pair => pair.First.EffectiveAt > pair.Second.EffectiveAt).Select(pair => $"{pair.Second.Stream} {pair.Second.Type} {pair.Second.Data}").ShouldBeEmpty();

        var before = (await disturbed.EventsAsync())[^1].Position;
        await disturbed.CrawlAsync(source);
        await disturbed.AnotherCrawler(disturbed.Options).CrawlAsync(source, TestCatalog.Ct);
        (await disturbed.EventsAsync(before)).ShouldBeEmpty();
    }

    private static Task<TestCatalog> StartAsync(bool history) => TestCatalog.StartAsync(options => options with { History = history, BatchSize = 5 });

    private static async Task CutShortAsync(TestCatalog catalog, string source)
    {
        using var stop = new CancellationTokenSource();
        void Stop(long position) => stop.Cancel();

        var before = (await catalog.EntityEventsAsync()).Count;
        catalog.Log.Appended += Stop;
        await Should.ThrowAsync<OperationCanceledException>(() => catalog.AnotherCrawler(catalog.Options).CrawlAsync(source, stop.Token));
        catalog.Log.Appended -= Stop;
        ((await catalog.EntityEventsAsync()).Count - before).ShouldBeGreaterThan(0);
    }

    private static async Task<string[]> ToldAsync(TestCatalog catalog) =>
        [.. (await catalog.EntityEventsAsync()).Select(recorded => $"{recorded.Stream} {recorded.StreamVersion} {recorded.Type} {recorded.EffectiveAt:O} {recorded.Source} {recorded.Data.GetRawText()}")];

    private static async Task<string[]> StatesAsync(TestCatalog catalog, string source)
    {
        await catalog.Writer.SettleAsync(TestCatalog.Ct);
        return
        [
            .. (await catalog.Memory.OfSourceAsync(source, TestCatalog.Ct)).Values.Select(entity => (Entity.Live)entity.State)
                .Select(live => $"{live.Location.Target} {JsonSerializer.Serialize(live.Descriptor)}").Order(StringComparer.Ordinal),
        ];
    }

    private static void MakeHistory(GitRepository repository, Random chance)
    {
        var files = new Dictionary<string, List<(string Name, string Owner)>>(StringComparer.Ordinal);
        var (named, at) = (0, new DateTimeOffset(2025, 1, 1, 8, 0, 0, TimeSpan.Zero));
        for (var commit = 0; commit < 100; commit++)
        {
            foreach (var _ in Enumerable.Range(0, chance.Next(1, 4)))
                Change();
            foreach (var (path, entities) in files)
                repository.Write(path, Yaml.Documents([.. entities.Select(entity => Yaml.Component(entity.Name, entity.Owner))]));
            // Several in one second, too.
            at = at.AddSeconds(chance.Next(0, 3) * 1000);
            repository.Commit($"Commit {commit}", at: at.ToString("O"));
        }

        void Change()
        {
            var path = files.Count == 0 ? "" : files.Keys.Order(StringComparer.Ordinal).ElementAt(chance.Next(files.Count));
            switch (files.Count < 3 ? 0 : chance.Next(7))
            {
                case 0:
                    files[$"f{++named}/catalog-info.yaml"] = [.. Enumerable.Range(0, chance.Next(1, 3)).Select(_ => ($"c{++named}", "shop"))];
                    break;
                case 1 or 2 or 3:
                    var one = chance.Next(files[path].Count);
                    files[path][one] = (files[path][one].Name, $"squad-{chance.Next(5)}");
                    break;
                case 4:
                    files[$"f{++named}/catalog-info.yaml"] = files[path];
                    Delete(path);
                    break;
                case 5:
                    files[path][0] = ($"c{++named}", files[path][0].Owner);
                    break;
                default:
                    Delete(path);
                    break;
            }
        }

        void Delete(string path)
        {
            files.Remove(path);
            if (File.Exists(Path.Combine(repository.Work, path)))
                File.Delete(Path.Combine(repository.Work, path));
        }
    }
}
