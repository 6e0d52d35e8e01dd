-- Whether the hash chain holds over the whole log, without saying where it does not: a join that the server can spread over its processors, where
-- naming a break needs every stream in order.
-- An event above the first has the one before it, none stands above its stream's version, each stream's last is there and none twice: each stream is whole.
create function events.cat_holds() returns table (checked bigint, archived bigint, holds bool)
language sql stable parallel safe as $$
    select count(*) filter (where l.data is not null), count(*) filter (where l.data is null),
        coalesce(bool_and((
            l.version <= s.version and (l.version = 1) = (b.version is null) and case when l.data is null then true else l.hash = events.cat_chain(
                b.hash, l.stream_id, l.version, l.id, l.type, l.timestamp, l.user_name, l.correlation_id, l.causation_id, l.headers, l.data) end)
            is true), true)
        and count(*) filter (where l.version = s.version) = (select count(*) from events.mt_streams t where t.version is distinct from 0)
        and count(*) = (select coalesce(sum(t.version), 0) from events.mt_streams t)
    from (
        select e.stream_id, e.version, e.headers ->> 'h' as hash, e.id, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id, e.headers, e.data
        from events.mt_events e
        union all
        select a.stream_id, a.version, null, null, null, null, null, null, null, null, null from events.cat_archived a
    ) l
    left join events.mt_streams s on s.id = l.stream_id
    left join events.cat_links b on b.stream_id = l.stream_id and b.version = l.version - 1;
$$;

-- Recomputes the hash chain of one stream, or of all, over one snapshot, and names the first link that does not hold. The hash of an archived event
-- is taken as its stub says: the file tells whether it is that of the event.
drop function events.cat_verify(varchar);
create function events.cat_verify(p_stream varchar default null)
returns table (checked bigint, archived bigint, stream varchar, version bigint, seq_id bigint, problem varchar)
language sql stable parallel safe as $$
    with whole as (
        select e.seq_id, e.stream_id, e.version, e.headers ->> 'h' as hash, e.id, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id,
            e.headers, e.data
        from events.mt_events e
        where p_stream is null or e.stream_id = p_stream
        union all
        select a.seq_id, a.stream_id, a.version, encode(a.hash, 'hex'), null, null, null, null, null, null, null, null
        from events.cat_archived a
        where p_stream is null or a.stream_id = p_stream
    ), linked as (
        select w.*, lag(w.version) over s as version_before, lag(w.hash) over s as hash_before
        from whole w
        window s as (partition by w.stream_id order by w.version)
    ), judged as (
        select l.seq_id, l.stream_id, l.version, l.version_before, l.data is null as is_archived,
            case
                when l.version <> coalesce(l.version_before, 0) + 1 then 'missing'
                when l.hash is null then 'unchained'
                when l.data is not null and l.hash <> events.cat_chain(l.hash_before, l.stream_id, l.version, l.id, l.type, l.timestamp,
                    l.user_name, l.correlation_id, l.causation_id, l.headers, l.data) then 'changed'
            end as problem
        from linked l
    ), first_of_each as (
        -- A stream is broken from its lowest bad version on; of several streams the one broken earliest in the log comes first.
        select distinct on (j.stream_id) j.stream_id, j.version, j.version_before, j.seq_id, j.problem
        from judged j where j.problem is not null order by j.stream_id, j.version
    ), ends as (
        select s.id, coalesce(max(w.version), 0) as last_version
        from events.mt_streams s left join whole w on w.stream_id = s.id
        where p_stream is null or s.id = p_stream
        group by s.id, s.version having s.version is distinct from coalesce(max(w.version), 0)
    ), bad as (
        (select j.stream_id as stream,
            case when j.problem = 'missing' then coalesce(j.version_before, 0) + 1 else j.version end as version,
            j.seq_id, j.problem
         from first_of_each j order by j.seq_id limit 1)
        union all
        (select n.id, n.last_version + 1, null, 'end missing' from ends n order by n.id collate "C" limit 1)
    )
    select (select count(*) from judged j where not j.is_archived), (select count(*) from judged j where j.is_archived), b.stream, b.version, b.seq_id, b.problem
    from (select 1) one left join lateral (select * from bad order by bad.seq_id nulls last limit 1) b on true;
$$;
