using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>A log in parts does what a log in one piece does, but for what ops/growth.md says.</summary>
public sealed class PartitionTests : LogTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Log.AppendAsync([To("order-1", Placed(), Placed()), To("order-2", Placed())], Ann, Ct); // 1..3
        await ExecuteAsync("select events.cat_partition(10)");
    }

    [Fact]
    public async Task Events_go_on_over_the_parts()
    {
        for (var n = 0; n < 30; n++)
        {
            await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
            await new Upkeep(Db).KeepUpAsync(Ct);
        }

        await Log.ImportAsync(Enumerable.Range(0, 12).Select(n => To($"order-{n % 3}", Placed(id: Guid.CreateVersion7()))).ToAsyncEnumerable(), Ann, null, Ct);

        (await Log.ReadAsync(0, 100, Ct)).Select(e => e.Position).ShouldBe(Enumerable.Range(1, 45).Select(n => (long)n));
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(45, null));
        (await ScalarAsync<long>("select count(distinct tableoid) from events.mt_events")).ShouldBe(5);
        (await new StoreOperations(Db, Log).StatusAsync(Ct)).Events.ShouldBe(45);
        await new Anchors(Db, Log, new AnchorOptions { AtLatest = TimeSpan.Zero }).MakeDueAsync(Ct);
        (await new Anchors(Db, Log, new AnchorOptions()).VerifyAsync(Ct)).ShouldBe(new AnchorReport(1, null));
    }

    [Fact]
    public async Task An_import_makes_the_parts_it_fills()
    {
        await ExecuteAsync("create or replace function events.cat_partition_size() returns bigint language sql immutable return 15000");
        var lines = Enumerable.Range(0, 45_000).Select(n => To($"order-{n % 100}", Placed(id: Guid.CreateVersion7())));

        (await Log.ImportAsync(lines.ToAsyncEnumerable(), Ann, null, Ct)).Added.ShouldBe(45_000);
    }

    [Fact]
    public async Task Two_parts_stand_empty_ahead()
    {
        (await ScalarAsync<int>("select events.cat_partition_ahead()")).ShouldBe(0);
        (await ScalarAsync<long>("select count(*) from pg_inherits where inhparent = 'events.mt_events'::regclass")).ShouldBe(3);
        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync("select events.cat_partition(10)"))).SqlState.ShouldBe("55000");
    }

    /// <summary>An append locks the whole log before the part it writes to: the fence needs no more than it looks for.</summary>
    [Fact]
    public async Task An_open_append_holds_back_what_was_committed_after_it_in_another_part()
    {
        await using var slow = await Db.OpenConnectionAsync(Ct);
        await using (var transaction = await slow.BeginTransactionAsync(Ct))
        {
            await new AppendCommand([To("order-slow", [.. Enumerable.Range(0, 7).Select(_ => Placed())])], Ann, Types()).RunAsync(slow, Ct); // 4..10, open
            await Log.AppendAsync(To("order-2", Placed()), Ann, Ct);                                                                         // 11, the next part
            (await ScalarAsync<long>("select count(distinct tableoid) from events.mt_events")).ShouldBe(2);
            (await Log.MarkAsync(Ct)).ShouldBe(3);
            (await Log.MarkAsync(Ct)).ShouldBe(3);
            await transaction.RollbackAsync(Ct);
        }

        (await Log.MarkAsync(Ct)).ShouldBe(11);
        (await Log.ReadAsync(0, 100, Ct)).Select(e => e.Position).ShouldBe([1, 2, 3, 11]);
    }

    [Fact]
    public async Task Repeats_conflicts_and_finality_hold_within_a_part()
    {
        var append = To("order-3", Placed(id: Guid.CreateVersion7()));
        var first = await Log.AppendAsync(append, Ann, Ct);
        (await Log.AppendAsync(append, Ann, Ct)).ShouldBe(first with { Duplicate = true });
        await Should.ThrowAsync<StreamConflictException>(() => Log.AppendAsync(To("order-1", 1, Placed()), Ann, Ct));

        foreach (var table in (string[])["mt_events", "mt_events_p1", "mt_events_from_11"])
        {
            (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync($"delete from events.{table}"))).SqlState.ShouldBe("CA003");
            (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync($"truncate events.{table}"))).SqlState.ShouldBe("CA003");
        }
    }
}
