using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class ChainTests : LogTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Log.AppendAsync(To("order-1", Placed(quantity: 1), Placed(quantity: 2)), Ann, Ct);                 // 1, 2
        await Log.AppendAsync([To("order-2", Placed()), To("order-1", Placed(quantity: 3), Placed(quantity: 4))], Ann, Ct); // 3, 4, 5
        await Log.AppendAsync(To("order-2", Placed()), Ann, Ct);                                                  // 6
    }

    [Fact]
    public async Task An_untouched_log_holds()
    {
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(6, null));
        (await Log.VerifyAsync("order-1", Ct)).ShouldBe(new ChainReport(4, null));
        (await Log.VerifyAsync("order-none", Ct)).ShouldBe(new ChainReport(0, null));
    }

    [Fact]
    public async Task Every_link_carries_the_one_before()
    {
        var hashes = (await Log.ReadAsync(0, 10, Ct)).Select(e => e.Hash).ToList();
        hashes.Distinct().Count().ShouldBe(6);
        (await ScalarAsync<bool>("""
            select bool_and(e.headers ->> 'h' = events.cat_chain(p.headers ->> 'h', e.stream_id, e.version, e.id, e.type, e.timestamp,
                e.user_name, e.correlation_id, e.causation_id, e.headers, e.data))
            from events.mt_events e left join events.mt_events p on p.stream_id = e.stream_id and p.version = e.version - 1
            """)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("update events.mt_events set data = jsonb_set(data, '{quantity}', '5') where seq_id = 4")]
    [InlineData("update events.mt_events set data = jsonb_set(data, '{item}', '\"tez\"') where seq_id = 4")]
    [InlineData("update events.mt_events set headers = jsonb_set(headers, '{effectiveAt}', '\"2026-03-01T12:00:01+00:00\"') where seq_id = 4")]
    [InlineData("update events.mt_events set headers = headers || '{\"actor\": \"someone\"}' where seq_id = 4")]
    [InlineData("update events.mt_events set user_name = 'user:eve' where seq_id = 4")]
    [InlineData("update events.mt_events set timestamp = timestamp + interval '1 microsecond' where seq_id = 4")]
    [InlineData("update events.mt_events set type = 'order-shipped' where seq_id = 4")]
    [InlineData("update events.mt_events set correlation_id = 'x' where seq_id = 4")]
    [InlineData("update events.mt_events set causation_id = 'x' where seq_id = 4")]
    [InlineData("update events.mt_events set id = gen_random_uuid() where seq_id = 4")]
    [InlineData("update events.mt_events set headers = jsonb_set(headers, '{h}', '\"0\"') where seq_id = 4")]
    public async Task A_changed_event_is_named(string change)
    {
        await TamperAsync(change);

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-1", 3, 4, "changed"));
        (await Log.VerifyAsync("order-2", Ct)).FirstBreak.ShouldBeNull();
    }

    [Fact]
    public async Task Swapped_events_are_named()
    {
        await TamperAsync("""
            update events.mt_events set version = -1 where seq_id = 2;
            update events.mt_events set version = 2 where seq_id = 4;
            update events.mt_events set version = 3 where seq_id = 2;
            """);

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-1", 2, 4, "changed"));
    }

    [Fact]
    public async Task Swapped_bodies_are_named()
    {
        await TamperAsync("update events.mt_events e set data = o.data from events.mt_events o where (e.seq_id, o.seq_id) in ((2, 4), (4, 2))");

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-1", 2, 2, "changed"));
    }

    [Fact]
    public async Task An_event_deleted_from_the_middle_is_named()
    {
        await TamperAsync("delete from events.mt_events where seq_id = 4");

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-1", 3, 5, "missing"));
    }

    [Fact]
    public async Task Closing_the_gap_after_a_deletion_is_found_too()
    {
        await TamperAsync("delete from events.mt_events where seq_id = 4; update events.mt_events set version = 3 where seq_id = 5; update events.mt_streams set version = 3 where id = 'order-1'");

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-1", 3, 5, "changed"));
    }

    [Fact]
    public async Task A_cut_off_end_is_named_while_the_stream_row_remembers_it()
    {
        await TamperAsync("delete from events.mt_events where seq_id = 5");

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-1", 4, null, "end missing"));
    }

    [Fact]
    public async Task Of_several_breaks_the_earliest_in_the_log_is_named()
    {
        await TamperAsync("update events.mt_events set data = '{}' where seq_id in (3, 4, 6)");

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-2", 1, 3, "changed"));
    }

    [Fact]
    public async Task An_event_another_writer_left_unchained_is_named()
    {
        await ExecuteAsync("""
            update events.mt_streams set version = 3 where id = 'order-2';
            insert into events.mt_events (seq_id, id, stream_id, version, data, type) values (nextval('events.mt_events_sequence'), gen_random_uuid(), 'order-2', 3, '{}', 'order-placed')
            """);

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBe(new ChainBreak("order-2", 3, 7, "unchained"));
    }

    [Theory]
    [InlineData("update events.mt_events set data = '{}'")]
    [InlineData("delete from events.mt_events")]
    [InlineData("delete from events.mt_streams")]
    [InlineData("truncate events.mt_events")]
    public async Task The_database_refuses_changes_to_recorded_events(string change)
    {
        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => ExecuteAsync(change));

        (refused.SqlState, refused.ConstraintName).ShouldBe(("CA003", "cat_events_are_final"));
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(6, null));
    }

    /// <summary>What an owner of the tables can do, and the trigger cannot prevent.</summary>
    private Task TamperAsync(string change) =>
        ExecuteAsync($"alter table events.mt_events disable trigger cat_events_are_final; {change}; alter table events.mt_events enable trigger cat_events_are_final");
}
