using System.IO.Compression;
using EventCatalog.EventStore;
using EventCatalog.PostgresFixture;

namespace EventCatalog.ReadModels.Tests.Upgrade;

/// <summary>What an earlier version wrote stays true, provable and readable under this one.</summary>
public sealed class UpgradeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("log-0008.sql.gz")]
    public async Task A_log_of_an_earlier_version_is_migrated_verified_and_read_as_it_was(string dump)
    {
        var database = await TestPostgres.NewDatabaseAsync();
        await using (var load = database.CreateCommand(await TextAsync(dump)))
            await load.ExecuteNonQueryAsync(Ct);

        await using var catalog = await Catalog.OverAsync(database);

        (await catalog.Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(632, null));
        (await new Anchors(database, catalog.Log, new AnchorOptions()).VerifyAsync(Ct)).ShouldBe(new AnchorReport(2, null));
        (await AskedAsync(catalog, "@633")).ShouldBe("150 group:default/payments");
        (await AskedAsync(catalog, "@200")).ShouldBe("137 group:default/checkout");
        (await catalog.Log.AppendAsync(new StreamAppend("source-new", ExpectedVersion.NoStream, [new NewEvent(new Domain.Sources.SourceEvent.SourceWithdrawn("new", "over"), Catalog.Noon)]), new AppendContext("tester"), Ct))
            .FirstPosition.ShouldBe(634);
    }

    /// <summary>How many entities there are, and who owns one that has changed hands.</summary>
    private static async Task<string> AskedAsync(Catalog catalog, string at)
    {
        var answer = await catalog.AskAsync(
            "query($at: Instant!) { entities(at: $at) { totalCount } entity(ref: \"component:gift-cards\", at: $at) { owner { ref } } }", new { at });
        return $"{answer.GetProperty("entities").GetProperty("totalCount")} {answer.GetProperty("entity").GetProperty("owner").GetProperty("ref")}";
    }

    private static async Task<string> TextAsync(string dump)
    {
        await using var packed = typeof(UpgradeTests).Assembly.GetManifestResourceStream(dump)!;
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        return await text.ReadToEndAsync(Ct);
    }
}
