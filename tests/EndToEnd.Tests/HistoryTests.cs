using System.Diagnostics;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A repository's past, read on the command line and asked of the portal.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task What_was_committed_before_the_catalog_began_is_answered_as_of_then()
    {
        using var folder = new TempFolder();
        var repository = await GitRepository.MakeAsync(folder.At("shop"));
        await CommitAsync(repository, "basket", "2025-02-03T09:00:00Z");
        await CommitAsync(repository, "checkout", "2025-06-02T11:00:00+02:00");

        await using var portal = await Portal.StartAfterAsync(async data =>
        {
            var crawl = await CommandRun.OfEventCatalogAsync("crawl", "--once", "--history", "--data", data, "--source", $"file://{repository.Folder}");
            crawl.ExitCode.ShouldBe(0, crawl.All);
            crawl.Output.ShouldContain("history: 2 commits read, 2 versions found, 0 documents unreadable");
        });
        await portal.SettledAsync();

        var answer = await portal.AskAsync("""
            { before: entity(ref: "component:cart", at: "2025-01-01T00:00:00Z") { ref }
              then: entity(ref: "component:cart", at: "2025-06-02T08:59:59Z") { ownerRef }
              now: entity(ref: "component:cart", at: "2025-06-02T09:00:00Z") { ownerRef } }
            """);
        answer.GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
        OwnerOf(answer.GetProperty("then")).ShouldBe("group:default/basket");
        OwnerOf(answer.GetProperty("now")).ShouldBe("group:default/checkout");
    }

    private static string? OwnerOf(JsonElement entity) => entity.GetProperty("ownerRef").GetString();

    private static async Task CommitAsync(GitRepository repository, string owner, string at)
    {
        repository.Write("catalog-info.yaml", Descriptor.Component("cart", owner));
        await repository.GitAsync("add", "--all");
        var commit = new ProcessStartInfo("git", ["-C", repository.Folder, "-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.org", "commit", "--quiet", "--message", owner]);
        commit.Environment["GIT_COMMITTER_DATE"] = at;
        (await CommandRun.OfAsync(commit)).ExitCode.ShouldBe(0);
    }
}
