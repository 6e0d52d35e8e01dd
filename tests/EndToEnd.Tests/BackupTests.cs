using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>From a running portal to a restored one, by the command line alone.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_portal_is_backed_up_while_it_runs_and_what_is_restored_just_serves_and_can_be_restored_again()
    {
        using var folder = new TempFolder();
        folder.Write("source/one/catalog-info.yaml", Descriptor.Component("cart", "shop"));
        var (source, backups) = (folder.At("source"), folder.At("backups"));
        await using var portal = await Portal.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Catalog__Backup__Folder"] = backups }, "--source", source);
        await portal.SettledAsync();

        var backup = await CommandRun.OfEventCatalogAsync("store", "backup", "--data", portal.Data, "--keep", "2", "--json");
        backup.ExitCode.ShouldBe(0, backup.All);
        JsonElement.Parse(backup.Output).GetProperty("folder").GetString()!.ShouldStartWith(backups);
        folder.Write("source/two/catalog-info.yaml", Descriptor.Component("till", "shop"));
        await Eventually.IsAsync("the second component", async () => (await Seen.EntitiesAsync(portal)).Count == 2);
        await IsArchivingAsync(portal, epoch: 1);
        (await portal.StopAsync()).ShouldBe(0, portal.Output); // what a clean stop leaves is in the archive
        var before = await ExportAsync(portal.Data);

        var restored = folder.At("restored");
        var restore = await CommandRun.OfEventCatalogAsync("store", "restore", "--from", backups, "--data", restored);
        restore.ExitCode.ShouldBe(0, restore.All);
        restore.Output.ShouldContain($"{restored} holds {before.Count} events, up to @");
        restore.Output.ShouldContain("(epoch 2)");
        (await ExportAsync(restored)).ShouldBe(before);
        var refused = await CommandRun.OfEventCatalogAsync("store", "restore", "--from", backups, "--data", restored);
        (refused.ExitCode, refused.Errors.Trim()).ShouldBe((2, $"{restored} is not empty; a restore makes a new data folder: give another with --data, and compare before you throw the old one away."));

        // In place of the one that was lost, with the archive it had.
        Directory.Delete(portal.Data, recursive: true);
        Directory.Move(restored, portal.Data);
        await portal.StartAgainAsync("--source", source);
        (await Seen.EntitiesAsync(portal)).Count.ShouldBe(2);
        await IsArchivingAsync(portal, epoch: 2);
        folder.Write("source/three/catalog-info.yaml", Descriptor.Component("shelf", "shop"));
        await Eventually.IsAsync("the third component", async () => (await Seen.EntitiesAsync(portal)).Count == 3);
        (await portal.StopAsync()).ShouldBe(0, portal.Output);

        var again = await CommandRun.OfEventCatalogAsync("store", "restore", "--from", backups, "--data", folder.At("again"), "--json");
        again.ExitCode.ShouldBe(0, again.All);
        JsonElement.Parse(again.Output).GetProperty("epoch").GetProperty("number").GetInt32().ShouldBe(3);
        (await ExportAsync(folder.At("again"))).ShouldBe(await ExportAsync(portal.Data));
    }

    [Theory]
    [InlineData("--to-position", "first", "--to-position first is not a position such as @1234.")]
    [InlineData("--to-time", "yesterday evening", "--to-time yesterday evening is not a time such as 2026-03-01T03:12:00Z.")]
    [InlineData("--json", null, null)]
    public async Task A_restore_from_nowhere_or_to_nowhere_is_a_sentence(string option, string? value, string? sentence)
    {
        using var folder = new TempFolder();
        string[] asked = ["store", "restore", "--from", folder.At("backups"), "--data", folder.At("restored"), option, .. value is null ? (string[])[] : [value]];
        var run = await CommandRun.OfEventCatalogAsync(asked);
        (run.ExitCode, run.Errors.Trim()).ShouldBe(sentence is null
            ? (3, $"There is no base backup in {folder.At("backups")}; give the folder that `eventcatalog store backup` writes to.")
            : (2, sentence));
        Directory.Exists(folder.At("restored")).ShouldBeFalse();
    }

    private static async Task IsArchivingAsync(Portal portal, int epoch)
    {
        await Eventually.IsAsync("health that knows the archive", async () =>
        {
            var health = JsonElement.Parse(await portal.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
            return health.GetProperty("archive") is { ValueKind: JsonValueKind.Object } archive && archive.GetProperty("on").GetBoolean()
                && archive.GetProperty("problem").ValueKind is JsonValueKind.Null && health.GetProperty("epoch").GetInt32() == epoch;
        });
        (await portal.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).ShouldContain($"eventcatalog_archive_failing 0\n");
        var status = await CommandRun.OfEventCatalogAsync("store", "status", "--data", portal.Data);
        status.ExitCode.ShouldBe(0, status.All);
        status.Output.ShouldContain($"MiB, epoch {epoch}\narchived up to ");
    }

    private static async Task<List<string>> ExportAsync(string data)
    {
        var export = await CommandRun.OfEventCatalogAsync("export", "--data", data);
        export.ExitCode.ShouldBe(0, export.Errors);
        return [.. export.Output.TrimEnd('\n').Split('\n')];
    }
}
