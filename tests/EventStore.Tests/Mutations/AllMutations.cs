namespace EventCatalog.EventStore.Tests.Mutations;

/// <summary>The mistakes; a new one is a line here.</summary>
internal static class AllMutations
{
    private const string HighWater = "src/EventStore/HighWater.cs";
    private const string Chain = "src/EventStore/Sql/0003-append.sql";
    private const string Append = "src/EventStore/Sql/0011-archive.sql";
    private const string Tables = "src/EventStore/Following/ProjectionTables.cs";
    private const string Follower = "src/EventStore/Following/Follower.cs";
    private const string Anchors = "src/EventStore/Anchors.cs";
    private const string Audit = "src/EventStore/Auditing/AuditState.cs";
    private const string Leases = "src/EventStore/Sql/0010-leases.sql";
    private const string Switch = "src/EventStore/Following/Switch.cs";

    public static IReadOnlyList<Mutation> List { get; } =
    [
        new("The fence is taken before the rows are read", "Between_any_two_statements_of_the_mark_a_slow_append_may_begin_and_end",
            new Edit(HighWater, "        // 2: the rows, in a younger snapshot.\n", "        var early = await AppendersAsync(connection, ct);\n"),
            new Edit(HighWater, "(rows[^1], await AppendersAsync(connection, ct))", "(rows[^1], early)")),
        new("The rows are read before it is asked which fences have fallen", "Between_any_two_statements_of_the_mark_a_slow_append_may_begin_and_end",
            new Edit(HighWater, "        var (dead, fallen) = await FallenAsync(connection, ct);\n", "        var rows = await PositionsAfterAsync(connection, _mark, ct);\n        var (dead, fallen) = await FallenAsync(connection, ct);\n"),
            new Edit(HighWater, "        // 2: the rows, in a younger snapshot.\n        var rows = await PositionsAfterAsync(connection, _mark, ct);\n", "")),
        new("A hole is passed without waiting for who may fill it", "An_open_append_holds_back_what_was_committed_after_it",
            new Edit(HighWater, "                if (row > dead)\n                    break;\n", "")),
        new("One event: its number is drawn before the INSERT", "A_number_is_drawn_only_under_the_lock_the_fence_looks_for",
            new Edit(Append, "    -- As in cat_append: the time after the lock, nextval inside the INSERT.\n", "    v_seq := nextval('events.mt_events_sequence');\n"),
            new Edit(Append, "    values (nextval('events.mt_events_sequence'), p_id,", "    values (v_seq, p_id,")),
        new("Streams are locked in the order given", "Commands_over_the_same_streams_in_any_order_never_deadlock",
            new Edit(Append, "order by s.id collate \"C\" loop", "order by s.ord loop")),
        new("Numbers do not follow the order of the arrays", "A_large_command_keeps_the_order_of_its_arrays",
            new Edit(Append, "        order by e.ord\n", "        order by e.id\n")),
        new("The expected version is not looked at", "Another_version_than_expected_is_refused_and_draws_no_number",
            new Edit(Append, " and (p_expected < 0 or s.version = p_expected)", "")),
        new("The chain leaves the body out", "A_changed_event_is_named",
            new Edit(Chain, "actor, correlation, causation, headers - 'h', data)::text", "actor, correlation, causation, headers - 'h')::text")),
        new("The checkpoint moves whatever it was", "Two_processes_on_one_database_apply_every_page_once",
            new Edit(Tables, " where name = $2 and last_seq_id = $3\"", " where name = $2 and last_seq_id is distinct from -1 - $3\"")),
        new("The checkpoint moves in a transaction of its own", "A_backend_killed_between_the_writes_and_the_commit_costs_nothing",
            new Edit(Tables, "        if (events.Count > 0)\n        {\n", "        await transaction.CommitAsync(ct);\n        await using var second = await connection.BeginTransactionAsync(ct);\n        if (events.Count > 0)\n        {\n"),
            new Edit(Tables, "            await projection.ApplyAsync(events, connection, ct);\n        }\n\n        await transaction.CommitAsync(ct);\n", "            await projection.ApplyAsync(events, connection, ct);\n        }\n\n        await second.CommitAsync(ct);\n")),
        new("A poison event is passed over", "A_poison_event_stops_only_its_follower_and_is_named",
            new Edit(Follower, "            return await StopAtAsync(page[0].Position, page[0].Type, failure.Message, ct);\n", "            return await CommitAsync([], floor, page[0].Position, ct);\n")),
        new("An unknown event is passed over", "An_event_of_a_type_this_program_does_not_know_stops_followers_instead_of_being_left_out",
            new Edit(Follower, "page.TakeWhile(IsKnown).ToList()", "page.ToList()")),
        new("An anchor is not tied to the one before", "An_anchor_stands_for_everything_before_it_too",
            new Edit(Anchors, "[.. Convert.FromHexString(linkBefore ?? \"\"), .. Bytes(from)", "[.. Bytes(from)")),
        new("A signature is taken as it comes", "A_signature_that_was_touched_is_named",
            new Edit(Anchors, "return key.Verify(Statement, Convert.FromBase64String(Signature)) ? null", "return key.Id.Length > 0 ? null")),
        new("A file's events need not stand in its anchor", "What_was_done_to_the_file_is_named",
            new Edit(Audit, "if (root is null || !string.Equals(", "if (root is null && !string.Equals(")),
        new("A file may lack events of an anchor that it holds whole", "What_was_done_to_the_file_is_named",
            new Edit(Audit, "        CloseAnchor();\n        var (key, signature)", "        var (key, signature)")),
        new("A node whose connection is gone is believed until its time is over", "The_work_of_a_killed_connection_is_taken_over_within_two_seconds_and_its_node_comes_back",
            new Edit(Leases, "where expires > now() and (pg_is_in_recovery() or exists (", "where expires > now() and (true or exists (")),
        new("A frozen node is believed for ever", "A_frozen_node_is_replaced_when_its_time_is_over_and_learns_it_when_it_wakes",
            new Edit(Leases, "where expires > now() and (pg_is_in_recovery() or exists (", "where (pg_is_in_recovery() or exists (")),
        new("Builds are exchanged under the eyes of readers", "A_reader_in_the_middle_of_a_transaction_is_waited_for_and_others_go_on_reading_meanwhile",
            new Edit(Switch, "        await LockTablesAsync(", "        if (order.Projection.Length < 0) await LockTablesAsync(")),
        new("A builder that was replaced goes on writing", "A_builder_that_was_replaced_writes_nothing_more",
            new Edit(Tables, "set reached = $3, at = now() where projection = $1 and builder = $2", "set reached = $3, at = now() where projection = $1 and $2 is not null")),
    ];
}
