-- What is left of an event that was written to a file and taken out of the log: enough for the chain and the anchors to hold over what stays, and
-- to tell whether a file holds what was taken out.
create table events.cat_archived (
    seq_id    bigint  constraint cat_archived_pk primary key,
    stream_id varchar not null,
    version   bigint  not null,
    hash      bytea   not null,
    constraint cat_archived_stream_and_version unique (stream_id, version)
);

-- Every event there ever was, as far as the next one and the anchors need it.
create view events.cat_links as
    select e.seq_id, e.stream_id, e.version, e.headers ->> 'h' as hash from events.mt_events e
    union all
    select a.seq_id, a.stream_id, a.version, encode(a.hash, 'hex') from events.cat_archived a;

-- The role log_archivist, which is never the application's, may take events out; what it takes must have left its stub. Nobody else may, nor may
-- anybody change an event or a stub.
create or replace function events.cat_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and tg_table_name <> 'cat_archived' and current_user = 'log_archivist' then
        return null;
    end if;
    raise exception using errcode = 'CA003',
        message = format('%s on events.%s is refused: recorded events are final', lower(tg_op), tg_table_name),
        hint = 'Append an event that says what is true now.',
        schema = 'events', table = tg_table_name, constraint = 'cat_events_are_final';
end $$;

create trigger cat_stubs_are_final before update or delete or truncate on events.cat_archived
    for each statement execute function events.cat_refuse_change();

create function events.cat_refuse_loss() returns trigger language plpgsql as $$
begin
    if exists (
        select from gone g left join events.cat_archived a on a.seq_id = g.seq_id
        where (a.stream_id, a.version, encode(a.hash, 'hex')) is distinct from (g.stream_id, g.version, g.headers ->> 'h')) then
        raise exception using errcode = 'CA003',
            message = 'delete on events.mt_events is refused: an archived event leaves its stub',
            schema = 'events', table = 'mt_events', constraint = 'cat_archived_events_leave_stubs';
    end if;
    return null;
end $$;

create trigger cat_archived_events_leave_stubs after delete on events.mt_events
    referencing old table as gone for each statement when (current_user = 'log_archivist') execute function events.cat_refuse_loss();

-- Both appends as before, but for one thing: the event before may be a stub.

-- Appends the events of one command, to one stream or many, all or none.
-- p_expected: null or -2 any version, -1 the stream must exist, 0 it must not, n exactly n.
-- p_counts[i]: how many of the events that follow belong to p_streams[i]; the event arrays hold them one stream after another.
-- Raises MT003 when a stream is not at the expected version, MT001 when it is archived, CA002 when the key was used for another command.
create or replace function events.cat_append(
    p_streams varchar[], p_stream_types varchar[], p_expected bigint[], p_counts int[],
    p_ids uuid[], p_types varchar[], p_dotnet varchar[], p_bodies jsonb[], p_headers jsonb[],
    p_actor varchar, p_correlation varchar, p_causation varchar,
    p_command_key varchar default null, p_fingerprint bytea default null)
returns table (stream varchar, version bigint, first_seq bigint, last_seq bigint, duplicate bool)
language plpgsql as $$
#variable_conflict use_column
declare
    v_done       events.cat_commands%rowtype;
    v_expected   bigint;
    v_after      bigint;
    v_before     bigint[] := array_fill(0::bigint, array[cardinality(p_streams)]);
    v_stream_of  varchar[] := array_fill(''::varchar, array[cardinality(p_ids)]);
    v_version_of bigint[] := array_fill(0::bigint, array[cardinality(p_ids)]);
    v_now        timestamptz;
    v_previous   text;
    v_i          int;
    v_k          int := 0;
    v_streams    varchar[];
    v_versions   bigint[];
    v_firsts     bigint[];
    v_lasts      bigint[];
begin
    -- The key first: a repeated command touches nothing else and draws no number.
    if p_command_key is not null then
        insert into events.cat_commands (key, fingerprint) values (p_command_key, p_fingerprint)
        on conflict (key) do nothing;
        if not found then
            select * into v_done from events.cat_commands c where c.key = p_command_key;
            if v_done.fingerprint is distinct from p_fingerprint then
                raise exception using errcode = 'CA002', message = 'the command key was used for another command';
            end if;
            return query select d.*, true from unnest(v_done.streams, v_done.versions, v_done.first_seqs, v_done.last_seqs) d;
            return;
        end if;
    end if;

    -- Streams are locked in one order everywhere, so that two commands over the same streams cannot wait for each other.
    for v_i in select s.ord::int from unnest(p_streams) with ordinality as s(id, ord) order by s.id collate "C" loop
        v_expected := coalesce(p_expected[v_i], -2);
        v_after := null;
        if v_expected <> 0 then
            update events.mt_streams s set version = s.version + p_counts[v_i], timestamp = now()
            where s.id = p_streams[v_i] and s.is_archived is not true and (v_expected < 0 or s.version = v_expected)
            returning s.version into v_after;
        end if;
        if v_after is null and v_expected in (0, -2) then
            insert into events.mt_streams as s (id, type, version)
            values (p_streams[v_i], p_stream_types[v_i], p_counts[v_i])
            on conflict (id) do nothing
            returning s.version into v_after;
            -- Two first writers who both expect nothing: the second one follows the first.
            if v_after is null and v_expected = -2 then
                update events.mt_streams s set version = s.version + p_counts[v_i], timestamp = now()
                where s.id = p_streams[v_i] and s.is_archived is not true
                returning s.version into v_after;
            end if;
        end if;
        if v_after is null then
            if exists (select from events.mt_streams s where s.id = p_streams[v_i] and s.is_archived) then
                raise exception using errcode = 'MT001', message = format('stream %s is archived', p_streams[v_i]);
            end if;
            raise exception using errcode = 'MT003', message = format('stream %s is not at the expected version %s', p_streams[v_i], v_expected);
        end if;
        v_before[v_i] := v_after - p_counts[v_i];
    end loop;

    -- After the locks: within a stream the time never runs against the version (unless the server's clock is set back).
    v_now := clock_timestamp();
    for v_i in 1 .. cardinality(p_streams) loop
        v_previous := null;
        if v_before[v_i] > 0 then
            select e.headers ->> 'h' into v_previous from events.mt_events e
            where e.stream_id = p_streams[v_i] and e.version = v_before[v_i];
            if not found then
                select encode(a.hash, 'hex') into v_previous from events.cat_archived a
                where a.stream_id = p_streams[v_i] and a.version = v_before[v_i];
            end if;
        end if;
        for v_j in 1 .. p_counts[v_i] loop
            v_k := v_k + 1;
            v_stream_of[v_k] := p_streams[v_i];
            v_version_of[v_k] := v_before[v_i] + v_j;
            v_previous := events.cat_chain(v_previous, p_streams[v_i], v_before[v_i] + v_j, p_ids[v_k], p_types[v_k], v_now,
                p_actor, p_correlation, p_causation, p_headers[v_k], p_bodies[v_k]);
            p_headers[v_k] := p_headers[v_k] || jsonb_build_object('h', v_previous);
        end loop;
    end loop;

    -- nextval stands inside the INSERT: the transaction then holds RowExclusiveLock on mt_events before it owns a number,
    -- and the proof that a hole is dead rests on exactly that. Never draw numbers anywhere else.
    with added as (
        insert into events.mt_events as m (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type,
            correlation_id, causation_id, headers, user_name)
        select nextval('events.mt_events_sequence'), e.id, e.stream, e.version, e.data, e.type, v_now, e.dotnet,
            p_correlation, p_causation, e.headers, p_actor
        from unnest(p_ids, v_stream_of, v_version_of, p_bodies, p_types, p_dotnet, p_headers) with ordinality
            as e(id, stream, version, data, type, dotnet, headers, ord)
        order by e.ord
        returning m.seq_id, m.stream_id, m.version
    ), per_stream as (
        select a.stream_id, max(a.version) as version, min(a.seq_id) as first_seq, max(a.seq_id) as last_seq
        from added a group by a.stream_id
    )
    select array_agg(p.stream_id), array_agg(p.version), array_agg(p.first_seq), array_agg(p.last_seq)
    into v_streams, v_versions, v_firsts, v_lasts from per_stream p;

    if p_command_key is not null then
        update events.cat_commands c
        set streams = v_streams, versions = v_versions, first_seqs = v_firsts, last_seqs = v_lasts
        where c.key = p_command_key;
    end if;
    return query select d.*, false from unnest(v_streams, v_versions, v_firsts, v_lasts) d;
end $$;

-- One event to one stream without a command key.
create or replace function events.cat_append_one(
    p_stream varchar, p_stream_type varchar, p_expected bigint, p_id uuid, p_type varchar, p_dotnet varchar, p_body jsonb, p_headers jsonb,
    p_actor varchar, p_correlation varchar, p_causation varchar)
returns table (stream varchar, version bigint, first_seq bigint, last_seq bigint, duplicate bool)
language plpgsql as $$
#variable_conflict use_column
declare
    v_version  bigint;
    v_seq      bigint;
    v_now      timestamptz;
    v_previous text;
begin
    if p_expected <> 0 then
        update events.mt_streams s set version = s.version + 1, timestamp = now()
        where s.id = p_stream and s.is_archived is not true and (p_expected < 0 or s.version = p_expected)
        returning s.version into v_version;
    end if;
    if v_version is null and p_expected in (0, -2) then
        insert into events.mt_streams as s (id, type, version) values (p_stream, p_stream_type, 1)
        on conflict (id) do nothing
        returning s.version into v_version;
    end if;
    if v_version is null then
        return query select * from events.cat_append(array[p_stream], array[p_stream_type], array[p_expected], array[1],
            array[p_id], array[p_type], array[p_dotnet], array[p_body], array[p_headers], p_actor, p_correlation, p_causation);
        return;
    end if;

    -- As in cat_append: the time after the lock, nextval inside the INSERT.
    v_now := clock_timestamp();
    if v_version > 1 then
        select e.headers ->> 'h' into v_previous from events.mt_events e where e.stream_id = p_stream and e.version = v_version - 1;
        if not found then
            select encode(a.hash, 'hex') into v_previous from events.cat_archived a where a.stream_id = p_stream and a.version = v_version - 1;
        end if;
    end if;
    insert into events.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type,
        correlation_id, causation_id, headers, user_name)
    values (nextval('events.mt_events_sequence'), p_id, p_stream, v_version, p_body, p_type, v_now, p_dotnet, p_correlation, p_causation,
        p_headers || jsonb_build_object('h', events.cat_chain(
            v_previous, p_stream, v_version, p_id, p_type, v_now, p_actor, p_correlation, p_causation, p_headers, p_body)),
        p_actor)
    returning seq_id into v_seq;
    return query select p_stream, v_version, v_seq, v_seq, false;
end $$;
