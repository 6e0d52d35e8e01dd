-- Splits the log into parts of so many positions each, by position. The table as it is becomes the first part; nothing is copied, but its rows are
-- read once to prove their range, and nobody can append meanwhile. When and whether: ops/growth.md.
-- What a whole table guarantees and parts do not: an event id, and a stream's version, are unique only within a part. The row of the stream
-- in mt_streams still orders its versions; a repeated event id is caught where its first use stands in the same part.
create function events.cat_partition(p_size bigint) returns void language plpgsql as $$
declare
    v_end  bigint;
    v_name text;
begin
    if p_size < 1 then
        raise exception using errcode = '22023', message = format('%s is not a size: parts hold at least one position', p_size);
    end if;
    lock table events.mt_streams, events.mt_events in access exclusive mode;
    if (select relkind from pg_class where oid = 'events.mt_events'::regclass) = 'p' then
        raise exception using errcode = '55000', message = 'events.mt_events is in parts already';
    end if;
    select ((greatest(last_value, 1) - 1) / p_size + 1) * p_size + 1 into v_end from events.mt_events_sequence;

    alter table events.mt_events rename to mt_events_p1;
    for v_name in select unnest(array['pkey_mt_events_seq_id', 'pk_mt_events_stream_and_version', 'idx_mt_events_event_id', 'idx_mt_events_event_type_seq_id']) loop
        execute format('alter index events.%I rename to %I', v_name, v_name || '_p1');
    end loop;
    alter table events.mt_events_p1 rename constraint fkey_mt_events_stream_id to fkey_mt_events_stream_id_p1;

    create table events.mt_events (like events.mt_events_p1 including defaults,
        constraint pkey_mt_events_seq_id primary key (seq_id),
        constraint fkey_mt_events_stream_id foreign key (stream_id) references events.mt_streams (id) on delete cascade) partition by range (seq_id);
    create index idx_mt_events_event_type_seq_id on events.mt_events (type, seq_id);
    alter sequence events.mt_events_sequence owned by events.mt_events.seq_id;
    execute format('alter table events.mt_events attach partition events.mt_events_p1 for values from (1) to (%s)', v_end);

    create trigger cat_events_are_final before update or delete or truncate on events.mt_events
        for each statement execute function events.cat_refuse_change();
    create trigger cat_archived_events_leave_stubs after delete on events.mt_events
        referencing old table as gone for each statement when (current_user = 'log_archivist') execute function events.cat_refuse_loss();
    if exists (select from pg_roles where rolname = 'log_archivist') then
        grant select, delete on events.mt_events to log_archivist;
    end if;

    -- A view holds on to the table it was made over, whatever that is called now.
    create or replace view events.cat_links as
        select e.seq_id, e.stream_id, e.version, e.headers ->> 'h' as hash from events.mt_events e
        union all
        select a.seq_id, a.stream_id, a.version, encode(a.hash, 'hex') from events.cat_archived a;

    execute format('create function events.cat_partition_size() returns bigint language sql immutable return %s', p_size);
    perform events.cat_partition_ahead();
end $$;

-- Makes the next parts, so that two stand empty before the log needs them; does nothing for a log in one piece. Answers how many it made.
create function events.cat_partition_ahead() returns int language plpgsql as $$
declare
    v_size bigint;
    v_end  bigint;
    v_last bigint;
    v_made int := 0;
    v_part text;
begin
    if (select relkind from pg_class where oid = 'events.mt_events'::regclass) <> 'p' then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('events.cat_partition_ahead', 0));
    v_size := events.cat_partition_size();
    select last_value into v_last from events.mt_events_sequence;
    select max((regexp_match(pg_get_expr(c.relpartbound, c.oid), $re$TO \('?(\d+)'?\)$re$))[1]::bigint) into v_end
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'events.mt_events'::regclass;
    while v_end <= v_last + 2 * v_size loop
        v_part := 'mt_events_from_' || v_end;
        execute format('create table events.%I (like events.mt_events including defaults) with (autovacuum_vacuum_insert_scale_factor = 0.02)', v_part);
        execute format('alter table events.%I add constraint %I check (seq_id >= %s and seq_id < %s)', v_part, v_part || '_range', v_end, v_end + v_size);
        execute format('create unique index %I on events.%I (stream_id, version)', 'pk_mt_events_stream_and_version_' || v_end, v_part);
        execute format('create unique index %I on events.%I (id)', 'idx_mt_events_event_id_' || v_end, v_part);
        execute format('create trigger cat_events_are_final before update or delete or truncate on events.%I for each statement execute function events.cat_refuse_change()', v_part);
        execute format('alter table events.mt_events attach partition events.%I for values from (%s) to (%s)', v_part, v_end, v_end + v_size);
        v_end := v_end + v_size;
        v_made := v_made + 1;
    end loop;
    return v_made;
end $$;
