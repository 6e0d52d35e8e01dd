using EventCatalog.PostgresFixture;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests.Archiving;

public sealed class ArchiveTests : LogTests
{
    private static readonly AnchorOptions Small = new() { Every = 3 };
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"eventcatalog-archive-{Guid.NewGuid():N}.jsonl");
    private NpgsqlDataSource _archivist = null!;

    private Archive Archive => new(Db, Log);

    private static ArchiveRequest Deliveries => new("delivery-*", DateTimeOffset.MaxValue);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _archivist = NpgsqlDataSource.Create(await ArchivistRole.PrepareAsync(await TestPostgres.SuperuserAsync(Db), Ct));
        await Log.AppendAsync([To("order-1", Placed()), To("delivery-1", Placed(quantity: 1), Placed(quantity: 2)), To("delivery-2", Placed())], Ann, Ct); // 1..4
        await Log.AppendAsync([To("delivery-1", Placed(quantity: 3)), To("order-1", Placed())], Ann, Ct);                                             // 5, 6
        while (await new Anchors(Db, Log, Small).MakeDueAsync(Ct) is not null)
        {
        }
    }

    public override async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await _archivist.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Archived_events_are_in_the_file_and_what_is_left_still_proves_itself()
    {
        (await Archive.TryAsync(Deliveries, Ct)).ShouldBe(new ArchiveResult(4, 2, null));
        (await Archive.RunAsync(Deliveries, _archivist, _file, Ct)).ShouldBe(new ArchiveResult(4, 2, _file));

        (await File.ReadAllLinesAsync(_file, Ct)).Length.ShouldBe(4);
        (await Log.ReadAsync(0, 10, Ct)).Select(e => e.Position).ShouldBe([1, 6]);
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(2, null, 4));
        (await Log.VerifyAsync("delivery-1", Ct)).ShouldBe(new ChainReport(0, null, 3));
        (await new Anchors(Db, Log, Small).VerifyAsync(Ct)).ShouldBe(new AnchorReport(2, null));
        (await VerifyFileAsync()).ShouldBe(new ArchiveReport(4, null));
    }

    [Fact]
    public async Task A_stream_goes_on_after_its_stubs()
    {
        await Archive.RunAsync(Deliveries, _archivist, _file, Ct);

        (await Log.AppendAsync(To("delivery-1", 3, Placed()), Ann, Ct)).Version.ShouldBe(4);
        (await Log.AppendAsync(To("delivery-2", 1, Placed(), Placed()), Ann, Ct)).Version.ShouldBe(3);
        await Log.ImportAsync(new[] { To("delivery-2", 3, Placed(id: Guid.CreateVersion7())) }.ToAsyncEnumerable(), Ann, null, Ct);

        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(6, null, 4));
    }

    /// <summary>Archived positions are holes: a reader that starts anew, with or without a mark to start from, passes them.</summary>
    [Fact]
    public async Task Readers_pass_archived_positions()
    {
        await Archive.RunAsync(Deliveries, _archivist, _file, Ct);
        await ExecuteAsync("delete from events.mt_event_progression");
        var anew = new EventLog(Db, Types());
        await anew.MarkAsync(Ct); // raises the fence

        (await anew.MarkAsync(Ct)).ShouldBe(6);
        await using var running = new RunningFollowers(anew, Db, [new Quantities()]);
        (await running.Followers.WaitForAsync(6, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        (await Quantities.ReadAsync(Db)).ShouldBe("order-1=2");
    }

    [Theory]
    [InlineData("update events.cat_archived set hash = sha256('') where seq_id = 2", "CA003")]
    [InlineData("delete from events.cat_archived", "CA003")]
    [InlineData("delete from events.mt_events where seq_id = 1", "CA003")]
    [InlineData("update events.mt_events set type = 'x'", "CA003")]
    public async Task The_application_can_neither_archive_nor_touch_stubs(string deed, string state)
    {
        await Archive.RunAsync(Deliveries, _archivist, _file, Ct);

        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(deed))).SqlState.ShouldBe(state);
        (await Should.ThrowAsync<PostgresException>(() => Archive.RunAsync(new ArchiveRequest("order-1", DateTimeOffset.MaxValue), Db, _file + "2", Ct))).SqlState.ShouldBe("CA003");
        File.Delete(_file + "2");
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(2, null, 4));
    }

    [Theory]
    [InlineData("delete from events.mt_events where seq_id = 2", "CA003")]
    [InlineData("with s as (insert into events.cat_archived values (2, 'delivery-1', 1, sha256(''))) select 1; delete from events.mt_events where seq_id = 2", "CA003")]
    [InlineData("update events.mt_events set type = 'x'", "42501")]
    [InlineData("delete from events.cat_archived", "42501")]
    [InlineData("truncate events.mt_events", "42501")]
    public async Task Not_even_the_archivist_removes_an_event_without_its_stub(string deed, string state)
    {
        await using var command = _archivist.CreateCommand(deed);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct))).SqlState.ShouldBe(state);
    }

    [Theory]
    [InlineData("update events.cat_archived set hash = sha256('') where seq_id = 3", "delivery-1", 4)]
    [InlineData("delete from events.cat_archived where seq_id = 3", "delivery-1", 2)]
    public async Task A_stub_changed_behind_the_logs_back_is_found(string deed, string stream, long version)
    {
        await Archive.RunAsync(Deliveries with { Before = (await Log.FindAsync([5], Ct))[5].RecordedAt }, _archivist, _file, Ct);
        await ExecuteAsync($"alter table events.cat_archived disable trigger cat_stubs_are_final; {deed}");

        var found = (await Log.VerifyAsync(ct: Ct)).FirstBreak!;
        (found.Stream, found.Version).ShouldBe((stream, version == 4 ? 3 : version));
        (await new Anchors(Db, Log, Small).VerifyAsync(Ct)).FirstBreak.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("\"quantity\": 2", "\"quantity\": 9")]
    [InlineData("user:ann", "user:eve")]
    [InlineData("\"streamVersion\":2", "\"streamVersion\":1")]
    [InlineData("\"position\":3", "\"position\":7")]
    public async Task A_forged_file_is_found(string was, string becomes)
    {
        await Archive.RunAsync(Deliveries, _archivist, _file, Ct);
        var text = await File.ReadAllTextAsync(_file, Ct);
        text.ShouldContain(was);
        await File.WriteAllTextAsync(_file, text.Replace(was, becomes, StringComparison.Ordinal), Ct);

        (await VerifyFileAsync()).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_cannot_be_proved_is_not_archived()
    {
        await File.WriteAllTextAsync(_file, "mine", Ct);
        await Should.ThrowAsync<IOException>(() => Archive.RunAsync(Deliveries, _archivist, _file, Ct));
        File.Delete(_file);
        await ExecuteAsync("alter table events.mt_events disable trigger cat_events_are_final; update events.mt_events set data = '{}' where seq_id = 2");

        await Should.ThrowAsync<OperationRefusedException>(() => Archive.RunAsync(Deliveries, _archivist, _file, Ct));

        File.Exists(_file).ShouldBeFalse();
        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBe(6);
    }

    private async Task<ArchiveReport> VerifyFileAsync()
    {
        await using var file = File.OpenRead(_file);
        return await Archive.VerifyAsync(file, Ct);
    }
}
