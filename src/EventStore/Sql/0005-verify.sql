-- Recomputes the hash chain of one stream, or of all, over one snapshot, and names the first link that does not hold.
create function events.cat_verify(p_stream varchar default null)
returns table (checked bigint, stream varchar, version bigint, seq_id bigint, problem varchar)
language sql stable as $$
    with linked as (
        select e.*, lag(e.version) over s as version_before, lag(e.headers ->> 'h') over s as hash_before
        from events.mt_events e
        where p_stream is null or e.stream_id = p_stream
        window s as (partition by e.stream_id order by e.version)
    ), judged as (
        select l.seq_id, l.stream_id, l.version, l.version_before,
            case
                when l.version <> coalesce(l.version_before, 0) + 1 then 'missing'
                when l.headers ->> 'h' is null then 'unchained'
                when l.headers ->> 'h' <> events.cat_chain(l.hash_before, l.stream_id, l.version, l.id, l.type, l.timestamp,
                    l.user_name, l.correlation_id, l.causation_id, l.headers, l.data) then 'changed'
            end as problem
        from linked l
    ), first_of_each as (
        -- A stream is broken from its lowest bad version on; of several streams the one broken earliest in the log comes first.
        select distinct on (j.stream_id) j.stream_id, j.version, j.version_before, j.seq_id, j.problem
        from judged j where j.problem is not null order by j.stream_id, j.version
    ), ends as (
        select s.id, coalesce(max(e.version), 0) as last_version
        from events.mt_streams s left join events.mt_events e on e.stream_id = s.id
        where p_stream is null or s.id = p_stream
        group by s.id, s.version having s.version is distinct from coalesce(max(e.version), 0)
    ), bad as (
        (select j.stream_id as stream,
            case when j.problem = 'missing' then coalesce(j.version_before, 0) + 1 else j.version end as version,
            j.seq_id, j.problem
         from first_of_each j order by j.seq_id limit 1)
        union all
        (select n.id, n.last_version + 1, null, 'end missing' from ends n order by n.id collate "C" limit 1)
    )
    select (select count(*) from judged), b.stream, b.version, b.seq_id, b.problem
    from (select 1) one left join lateral (select * from bad order by bad.seq_id nulls last limit 1) b on true;
$$;
