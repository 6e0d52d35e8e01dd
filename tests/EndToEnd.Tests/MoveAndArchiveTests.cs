using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>The log leaves one data folder, lives on in another, and gives old events to a file, by the program's own verbs.</summary>
public sealed class MoveAndArchiveTests
{
    [Fact]
    public async Task A_log_moves_is_archived_in_part_and_proves_itself_throughout()
    {
        using var folder = new TempFolder();
        var (old, data, archive) = (folder.At("old"), folder.At("new"), folder.At("users.jsonl"));
        await OkAsync("demo", "--data", old);
        var export = folder.Write("log.jsonl", (await OkAsync("export", "--whole", "--data", old)).Output);

        (await OkAsync("import", export, "--data", data)).Output.ShouldMatch("^640 events added, 0 were there already");
        (await OkAsync("import", export, "--data", data)).Output.ShouldMatch("^0 events added, 640 were there already");
        (await OkAsync("verify", "--data", data)).Output.ShouldContain("640 events checked, every hash is right.");
        (await OkAsync("export", "--data", data)).Output.ShouldBe((await OkAsync("export", "--data", old)).Output);

        string[] users = ["store", "archive", "--data", data, "--streams", "entity-user:*", "--before", "2100-01-01"];
        var trial = JsonElement.Parse((await OkAsync([.. users, "--dry-run", "--json"])).Output).GetProperty("events").GetInt32();
        trial.ShouldBeInRange(1, 631);
        (await OkAsync([.. users, "--to", archive])).Output.ShouldStartWith($"{trial} events of ");
        var verify = await OkAsync("verify", "--data", data, "--with", archive);
        verify.Output.ShouldContain($"{640 - trial} events checked, every hash is right.");
        verify.Output.ShouldContain($"{trial} stubs of archived events");
        verify.Output.ShouldContain($"{trial} events of the file are those that were archived.");

        folder.Write("users.jsonl", (await File.ReadAllTextAsync(archive, TestContext.Current.CancellationToken)).Replace("User", "Loser", StringComparison.Ordinal));
        (await CommandRun.OfEventCatalogAsync("verify", "--data", data, "--with", archive)).ExitCode.ShouldBe(1);
        var wrong = await CommandRun.OfEventCatalogAsync("import", folder.Write("wrong.jsonl", "{\"stream\": 1"), "--data", data);
        (wrong.ExitCode, wrong.Errors).ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(1), run => run.Errors.ShouldContain("wrong.jsonl: Line 1: "));
        (await CommandRun.OfEventCatalogAsync("import", folder.At("none.jsonl"), "--data", data)).ExitCode.ShouldBe(2);
        (await CommandRun.OfEventCatalogAsync([.. users, "--to", archive])).ExitCode.ShouldBe(2);
    }

    private static async Task<CommandRun> OkAsync(params string[] arguments)
    {
        var run = await CommandRun.OfEventCatalogAsync(arguments);
        run.ExitCode.ShouldBe(0, run.All);
        return run;
    }
}
