using System.Text;
using EventCatalog.PostgresFixture;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests.Importing;

/// <summary>A log moves to another database as it is.</summary>
public sealed class LogFileTests : LogTests
{
    private NpgsqlDataSource _other = null!;

    private EventLog Other { get; set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _other = await Database.NewAsync();
        Other = new EventLog(_other, Types());
        await Log.AppendAsync([To("order-1", Placed("té\n\"a\"", quantity: 1)), To("order-2", new NewEvent(new OrderShipped("post"), Noon, new EventSource("r", "c", "p", 7), Actor: "ann"))],
            new AppendContext("crawler:x", "run-1", "cause-1"), Ct);                                     // 1, 2
        await Should.ThrowAsync<DuplicateEventException>(async () =>
        {
            var id = Guid.CreateVersion7();
            await Log.AppendAsync(To("order-3", Placed(id: id)), Ann, Ct);                                 // 3
            await Log.AppendAsync(To("order-3", Placed(id: id), Placed(id: Guid.CreateVersion7())), Ann, Ct); // a hole
        });
        await Log.AppendAsync(To("order-1", Placed(), Placed()), Ann, Ct);
        await new BodyStore(Db).PutAsync("body"u8.ToArray(), Ct);
        await new Anchors(Db, Log, new AnchorOptions { AtLatest = TimeSpan.Zero }, new SigningKeyFile(Path.Combine(Directory.CreateTempSubdirectory().FullName, "anchors.pem"))).MakeDueAsync(Ct);
    }

    public override async ValueTask DisposeAsync()
    {
        TestPostgres.Drop(_other);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_moved_log_is_the_same_row_by_row_and_goes_on()
    {
        var text = await ExportAsync();
        (await ImportAsync(text)).Added.ShouldBe(5);

        foreach (var table in (string[])["mt_events", "cat_bodies", "cat_anchors", "cat_anchor_keys"])
        {
            var key = table is "mt_events" ? "seq_id" : "1";
            var sql = $"select coalesce(string_agg((to_jsonb(t) {(table is "cat_bodies" ? "- 'at'" : "")})::text, E'\\n' order by {(key is "1" ? "t::text" : key)}), '') from events.{table} t";
            await using var theirs = _other.CreateCommand(sql);
            (await theirs.ExecuteScalarAsync(Ct)).ShouldBe(await ScalarAsync<string>(sql));
        }

        (await Other.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(5, null));
        (await new Anchors(_other, Other, new AnchorOptions()).VerifyAsync(Ct)).ShouldBe(new AnchorReport(1, null, 1));
        await Other.MarkAsync(Ct);
        var last = (await Log.ReadAsync(0, 10, Ct))[^1];
        (await Other.PositionAtAsync(last.RecordedAt, Ct)).ShouldBe(last.Position);
        (await Other.AppendAsync(To("order-1", 3, Placed()), Ann, Ct)).LastPosition.ShouldBe(last.Position + 1);
        (await Other.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(6, null));
    }

    [Fact]
    public async Task A_move_cut_short_is_made_again_and_adds_nothing_twice()
    {
        var text = await ExportAsync();
        await ImportAsync(string.Join('\n', text.Split('\n')[..4]));

        (await ImportAsync(text)).AlreadyThere.ShouldBe(3);
        (await ImportAsync(text)).Added.ShouldBe(0);
        (await Other.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(5, null));
    }

    [Theory]
    [InlineData("\"quantity\": 1", "\"quantity\": 2", "Line 2: event 1 of 'order-1' was changed: its hash is another")]
    [InlineData("\"streamVersion\":2", "\"streamVersion\":3", "Line 5: 'order-1' is at version 1, and version 3 does not follow it")]
    [InlineData("\"type\":\"order-shipped\",", "", "Line 3: 'type' is missing")]
    [InlineData("\"hash\"", "hash", "Line 2: ")]
    [InlineData("\"base64\": \"Ym9keQ==\"", "\"base64\": \"Ym9keTI=\"", "Line 1: the body is not the one its hash")]
    public async Task A_wrong_line_is_named_and_nothing_of_its_transaction_is_in_the_log(string was, string becomes, string problem)
    {
        var text = await ExportAsync();
        text.ShouldContain(was);

        (await Should.ThrowAsync<LogFileException>(() => ImportAsync(text.Replace(was, becomes, StringComparison.Ordinal)))).Message.ShouldStartWith(problem);

        await using var count = _other.CreateCommand("select count(*) from events.mt_events");
        (await count.ExecuteScalarAsync(Ct)).ShouldBe(0L);
        (await ImportAsync(text)).Added.ShouldBe(5);
    }

    [Fact]
    public async Task An_export_does_not_come_into_a_log_of_its_own()
    {
        await Other.AppendAsync(To("order-9", Placed()), Ann, Ct);

        (await Should.ThrowAsync<LogFileException>(async () => await ImportAsync(await ExportAsync()))).Message.ShouldContain("the log holds other events at @1");
        (await Other.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(1, null));
    }

    [Fact]
    public async Task New_events_come_into_any_log_once()
    {
        await Other.AppendAsync(To("order-9", Placed()), Ann, Ct);
        const string lines = """
            {"id": "00000000-0000-0000-0000-000000000001", "stream": "order-9", "type": "order-placed", "effectiveAt": "2026-03-01T12:00:00Z", "data": {"item": "tea", "quantity": 7}}
            {"id": "00000000-0000-0000-0000-000000000002", "stream": "order-8", "type": "order-placed", "effectiveAt": "2026-03-01T12:00:00Z", "actor": "bo", "data": {"item": "tea", "quantity": 8}}
            """;

        (await ImportAsync(lines)).Added.ShouldBe(2);
        (await ImportAsync(lines)).ShouldBe(new ImportResult(0, 2, null));

        (await Other.ReadAsync(0, 10, Ct)).Select(e => (e.Stream, e.StreamVersion, e.Actor)).ShouldBe([("order-9", 1, "user:ann"), ("order-9", 2, "user:ann"), ("order-8", 1, "bo")]);
        (await Other.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(3, null));
        (await Should.ThrowAsync<LogFileException>(() => ImportAsync(lines.Replace("order-placed", "order-eaten", StringComparison.Ordinal)))).Message
            .ShouldStartWith("Line 1: this program does not know events of type 'order-eaten'");
    }

    private async Task<string> ExportAsync()
    {
        var to = new MemoryStream();
        await new LogFile(Db, Log, Types()).ExportWholeAsync(to, Ct);
        return Encoding.UTF8.GetString(to.ToArray());
    }

    private Task<ImportResult> ImportAsync(string text) =>
        new LogFile(_other, Other, Types()).ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Ann, null, Ct);
}
