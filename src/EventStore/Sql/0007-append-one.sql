-- Appends one event to one stream without a command key, which most commands are: the steps of cat_append without loops and arrays. What it
-- cannot append cat_append refuses, and says why.
create function events.cat_append_one(
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
