-- Several processes on one database share the work that only one of them need do. A node is one session of one process: it holds a
-- session lock on its id as long as it is connected, and says now and then that it is still awake.
create table events.cat_nodes (
    id      uuid        constraint cat_nodes_pk primary key,
    node    varchar     not null,
    wants   varchar[]   not null,
    since   timestamptz not null default now(),
    expires timestamptz not null
) with (fillfactor = 50);

-- Who does which work. The epoch counts how often it changed hands; no owner: it was given back.
create table events.cat_leases (
    name  varchar     collate "C" constraint cat_leases_pk primary key,
    owner uuid,
    epoch bigint      not null,
    since timestamptz not null default now()
) with (fillfactor = 50);

-- A killed node lets go of its lock at once, a frozen one is believed until it expires. A standby cannot see the locks of the primary.
create view events.cat_live_nodes as
select id, node, wants, since, expires from events.cat_nodes n
where expires > now() and (pg_is_in_recovery() or exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 1
      and l.database = (select oid from pg_database where datname = current_database())
      and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(n.id::text, 0)));
