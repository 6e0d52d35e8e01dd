using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class BulkBuildTests : RebuildTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_is_built_in_bulk_equals_what_followed_and_goes_on_by_small_steps()
    {
        await using var running = new RunningFollowers(Log, Db, [new BulkQuantities()]);
        await running.Followers.WaitForAsync(0, TimeSpan.FromSeconds(10), Ct);
        await FillAsync(12_000);
        (await running.Followers.WaitForAsync(12_000, TimeSpan.FromSeconds(30), Ct)).ShouldBeTrue();

        await AskAsync();
        await ReadyAsync();
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        await LevelAsync(12_001);

        (await Quantities.ReadAsync(Db, BesideSchema)).ShouldBe(await Quantities.ReadAsync(Db));
        (await ScalarAsync<long>("select count(*) from pg_indexes where schemaname = $1", BesideSchema)).ShouldBe(2, "key and index");
    }

    [Fact]
    public async Task A_builder_that_was_replaced_writes_nothing_more()
    {
        await FillAsync(6_000);
        var (tables, projection) = (new ProjectionTables(Db, new BulkQuantities(), Silence), new BulkQuantities());
        await tables.PrepareAsync(inBulk: true, Ct);
        var (frozen, next) = (Guid.NewGuid(), Guid.NewGuid());
        var page = await Log.ReadAsync(0, 5000, Ct);
        (await tables.BeginBulkAsync(frozen, Ct)).ShouldBeTrue();
        (await tables.WriteBulkAsync(frozen, 5000, projection.Rows(page), Ct)).ShouldBeTrue();

        (await tables.BeginBulkAsync(next, Ct)).ShouldBeFalse("the other one wrote a moment ago");
        await ExecuteAsync("update events.cat_builds set at = at - interval '1 minute'");
        (await tables.BeginBulkAsync(next, Ct)).ShouldBeTrue();
        (await SumAsync(Served)).ShouldBe(0, "begun anew");

        (await tables.WriteBulkAsync(frozen, 6000, projection.Rows(page), Ct)).ShouldBeFalse();
        (await tables.CompleteBulkAsync(frozen, 6000, projection.Rows(page), Ct)).ShouldBeFalse();
        (await tables.EndBulkAsync(frozen, Ct)).ShouldBeFalse();
        (await SumAsync(Served)).ShouldBe(0);

        (await tables.CompleteBulkAsync(next, 5000, projection.Rows(page), Ct)).ShouldBeTrue();
        (await tables.BeginBulkAsync(frozen, Ct)).ShouldBeFalse("what is written counts now");
        (await SumAsync(Served)).ShouldBe(5000);
    }

    [Fact]
    public async Task A_poison_event_ends_the_bulk_and_is_found_by_small_steps()
    {
        await FillAsync(7_000);
        await Log.AppendAsync(To("order-9", Placed("poison")), Ann, Ct);
        await using var running = new RunningFollowers(Log, Db, [new BulkQuantities()]);
        await Eventually.IsAsync("a stopped follower", () => Task.FromResult(running.Followers.Status[0].State is FollowerState.Stopped));

        running.Followers.Status[0].Failure!.Position.ShouldBe(7001);
        (await SumAsync(Served)).ShouldBe(7000);
        (await ScalarAsync<bool>("select exists (select from pg_constraint where conname = 'quantity_pk')")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_build_whose_process_is_lost_is_begun_anew_by_the_next()
    {
        await FillAsync(12_000);
        await using (new RunningFollowers(Log, Db, [new BulkQuantities(hangAt: 2)]))
            await Eventually.IsAsync("a first page", () => ScalarAsync<bool>("select exists (select from events.cat_builds where reached = 5000)"));
        (await ScalarAsync<long>("select last_seq_id from events.mt_event_progression where name = 'quantities/1'")).ShouldBe(0);
        await ExecuteAsync("update events.cat_builds set at = at - interval '1 minute'");

        await using var after = new RunningFollowers(new EventLog(Db, Types()), Db, [new BulkQuantities()]);
        (await after.Followers.WaitForAsync(12_000, TimeSpan.FromSeconds(30), Ct)).ShouldBeTrue();
        (await SumAsync(Served)).ShouldBe(12_000);
    }

    /// <summary>Sums in memory, rows at the end; refuses poison in both ways.</summary>
    private sealed class BulkQuantities(int hangAt = 0) : Quantities, IBulkProjection
    {
        string IProjection.Ddl => "create table quantity (id bigint generated always as identity, stream varchar not null, total bigint not null)";

        public string Keys => "alter table quantity add constraint quantity_pk primary key (stream)";

        public IProjectionBuild BeginBuild() => new InMemory(this, hangAt);

        public WriteRows Rows(IReadOnlyList<RecordedEvent> page) => async (connection, ct) =>
        {
            await using var insert = new NpgsqlCommand("insert into quantity (stream, total) select s, sum(q) from unnest($1, $2) as n(s, q) group by s", connection)
            {
                Parameters = { new() { Value = page.Select(e => e.Stream).ToArray() }, new() { Value = page.Select(e => ((OrderPlaced)e.Event!).Quantity).ToArray() } },
            };
            await insert.ExecuteNonQueryAsync(ct);
        };

        public override Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
        {
            RefusePoison(page);
            return base.ApplyAsync(page, connection, ct);
        }

        private static void RefusePoison(IReadOnlyList<RecordedEvent> page)
        {
            if (page.Any(e => e.Event is OrderPlaced { Item: "poison" }))
                throw new InvalidOperationException("I do not eat that.");
        }

        private sealed class InMemory(BulkQuantities projection, int hangAt) : IProjectionBuild
        {
            private readonly List<RecordedEvent> _seen = [];
            private int _pages;

            public WriteRows Add(IReadOnlyList<RecordedEvent> page)
            {
                RefusePoison(page);
                _seen.AddRange(page);
                return ++_pages == hangAt ? (_, ct) => Task.Delay(Timeout.Infinite, ct) : (_, _) => Task.CompletedTask;
            }

            public WriteRows Complete() => projection.Rows(_seen);
        }
    }
}
