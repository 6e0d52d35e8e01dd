using System.Globalization;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests.Importing;

public sealed class ImportTests : LogTests
{
    [Fact]
    public async Task Imported_events_are_as_if_appended()
    {
        await Log.AppendAsync(To("order-2", Placed()), Ann, Ct);                                  // 1
        var result = await ImportAsync(To("order-1", Event(1), Event(2)), To("order-2", Event(3)), To("order-1", Event(4)));

        result.ShouldBe(new ImportResult(4, 0, 5));
        (await Log.ReadAsync(0, 10, Ct)).Select(e => (e.Position, e.Stream, e.StreamVersion, Quantity(e)))
            .ShouldBe([(1, "order-2", 1, 1), (2, "order-1", 1, 1), (3, "order-1", 2, 2), (4, "order-2", 2, 3), (5, "order-1", 3, 4)]);
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(5, null));
        (await Log.AppendAsync(To("order-1", 3, Placed()), Ann, Ct)).LastPosition.ShouldBe(6);
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(6, null));
        var (imported, appended) = ((await Log.FindAsync([2], Ct))[2], (await Log.FindAsync([1], Ct))[1]);
        (imported with { Position = 0, Id = default, Stream = "", Hash = "", RecordedAt = default, Body = default })
            .ShouldBe(appended with { Position = 0, Id = default, Stream = "", Hash = "", RecordedAt = default, Body = default });
    }

    [Fact]
    public async Task Repeating_an_import_adds_nothing()
    {
        StreamAppend[] appends = [.. Enumerable.Range(1, 25).Select(n => To($"order-{n % 3}", Event(n)))];
        await ImportAsync(appends[..10]);

        (await ImportAsync(appends)).ShouldBe(new ImportResult(15, 10, 25));
        (await ImportAsync(appends)).ShouldBe(new ImportResult(0, 25, null));
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(25, null));
    }

    [Fact]
    public async Task The_same_import_made_twice_at_once_adds_every_event_once()
    {
        StreamAppend[] appends = [.. Enumerable.Range(1, 12_000).Select(n => To($"order-{n % 500}", Event(n)))];

        var results = await Task.WhenAll(ImportAsync(appends), ImportAsync(appends));

        results.Sum(r => r.Added).ShouldBe(12_000);
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(12_000, null));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_its_transaction_with_it()
    {
        await Log.AppendAsync(To("order-1", Placed(id: Id(7))), Ann, Ct);

        (await Should.ThrowAsync<StreamConflictException>(() => ImportAsync(To("order-2", Event(1)), To("order-1", 5, Event(2))))).Actual.ShouldBe(1);
        await Should.ThrowAsync<StreamConflictException>(() => ImportAsync(To("order-3", 0, Event(1)), To("order-3", 0, Event(2))));
        await Should.ThrowAsync<DuplicateEventException>(() => ImportAsync(To("order-1", Event(7), Event(8))));
        await Should.ThrowAsync<ArgumentException>(() => ImportAsync(To("order-2", Placed())));
        await Should.ThrowAsync<ArgumentException>(() => ImportAsync(To("order-2", Placed("a\0b", id: Id(9)))));
        await ExecuteAsync("update events.mt_streams set is_archived = true where id = 'order-1'");
        await Should.ThrowAsync<StreamArchivedException>(() => ImportAsync(To("order-1", Event(2))));

        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBe(1);
        (await ScalarAsync<long>("select count(*) from events.mt_streams")).ShouldBe(1);
    }

    [Fact]
    public async Task An_import_whose_connection_is_killed_leaves_whole_transactions_and_can_be_made_again()
    {
        StreamAppend[] appends = [.. Enumerable.Range(1, 35_000).Select(n => To($"order-{n % 1000}", Event(n)))];
        await using var victims = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Db.ConnectionString) { ApplicationName = "victim" }.ConnectionString);
        var cut = new EventLog(victims, Types()).ImportAsync(Each(appends), Ann, new KillAfter(10_000, Db), Ct);

        await Should.ThrowAsync<NpgsqlException>(() => cut);

        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBeOneOf(10_000, 20_000, 30_000);
        (await ImportAsync(appends)).AlreadyThere.ShouldBeGreaterThanOrEqualTo(10_000);
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(35_000, null));
    }

    /// <summary>Four appenders, some of whom roll back, beside an import; a reader must see every event once, in rising order.</summary>
    [Fact]
    public async Task Beside_an_import_no_reader_misses_an_event()
    {
        var importing = ImportAsync([.. Enumerable.Range(1, 45_000).Select(n => To($"order-{n % 1000}", Event(n)))]);
        var writing = Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var round = 0; !importing.IsCompleted; round++)
            {
                await using var connection = await Db.OpenConnectionAsync(Ct);
                await using var transaction = await connection.BeginTransactionAsync(Ct);
                await new AppendCommand([To($"order-{writer}-{round % 20}", Placed())], Ann, Types()).RunAsync(connection, Ct);
                await (round % 5 == 0 ? transaction.RollbackAsync(Ct) : transaction.CommitAsync(Ct));
            }
        }).ToList();
        var seen = new List<long>();
        var over = false;
        while (true)
        {
            var page = await Log.ReadAsync(seen.Count == 0 ? 0 : seen[^1], 1000, Ct);
            seen.AddRange(page.Select(e => e.Position));
            if (page.Count == 0 && over)
                break;
            over = importing.IsCompleted && writing.TrueForAll(w => w.IsCompleted) && page.Count == 0;
        }

        await Task.WhenAll([importing, .. writing]);
        await Log.MarkAsync(Ct); // the last holes may be at the end
        seen.AddRange((await Log.ReadAsync(seen[^1], 100_000, Ct)).Select(e => e.Position));
        seen.ShouldBe(seen.Order());
        seen.Count.ShouldBe(await CountAsync());
        seen.Distinct().Count().ShouldBe(seen.Count);
        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBeNull();
    }

    /// <summary>The numbers of an import are drawn under the lock readers look for, as those of an append are.</summary>
    [Fact]
    public async Task A_number_is_drawn_only_under_the_lock_the_fence_looks_for()
    {
        await using var holder = await Db.OpenConnectionAsync(Ct);
        await using var transaction = await holder.BeginTransactionAsync(Ct);
        await new NpgsqlCommand("lock table events.mt_events in share mode", holder).ExecuteNonQueryAsync(Ct);

        var import = ImportAsync(To("order-1", Event(1)));
        while (!await ScalarAsync<bool>("select exists (select from pg_locks where relation = 'events.mt_events'::regclass and mode = 'RowExclusiveLock' and not granted)"))
            await Task.Delay(5, Ct);

        (await ScalarAsync<bool>("select is_called from events.mt_events_sequence")).ShouldBeFalse();
        await transaction.RollbackAsync(Ct);
        (await import).LastPosition.ShouldBe(1);
    }

    private Task<ImportResult> ImportAsync(params StreamAppend[] appends) => Log.ImportAsync(Each(appends), Ann, null, Ct);

    private async Task<int> CountAsync() => (int)await ScalarAsync<long>("select count(*) from events.mt_events");

    private static NewEvent Event(int number) => Placed(quantity: number, id: Id(number));

    private static Guid Id(int number) => new(number.ToString("x32", CultureInfo.InvariantCulture));

    private static int Quantity(RecordedEvent e) => ((OrderPlaced)e.Event!).Quantity;

    private static async IAsyncEnumerable<StreamAppend> Each(IEnumerable<StreamAppend> appends)
    {
        await Task.CompletedTask;
        foreach (var append in appends)
            yield return append;
    }

    private sealed class KillAfter(long events, NpgsqlDataSource database) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value < events)
                return;
            using var kill = database.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'");
            kill.ExecuteNonQuery();
        }
    }
}
