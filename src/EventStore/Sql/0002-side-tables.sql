-- Ours. Marten's schema diff never sees them.

-- What a command with a key was answered, so that saying it again answers the same and appends nothing.
create table events.cat_commands (
    key         varchar     collate "C" constraint cat_commands_pk primary key,
    fingerprint bytea       not null,
    streams     varchar[],
    versions    bigint[],
    first_seqs  bigint[],
    last_seqs   bigint[],
    at          timestamptz not null default now()
);

-- About one row a minute: everything up to seq_id was recorded at or before that instant.
create table events.cat_clock (
    at     timestamptz constraint cat_clock_pk primary key,
    seq_id bigint not null
);

-- The event a projection stopped at.
create table events.cat_dead_letters (
    projection varchar     not null,
    seq_id     bigint      not null,
    attempt    int         not null,
    error      text        not null,
    at         timestamptz not null default now(),
    constraint cat_dead_letters_pk primary key (projection, seq_id)
);

-- Large bodies, once each; the event carries the hash (lower-case hex SHA-256).
create table events.cat_bodies (
    hash varchar collate "C" constraint cat_bodies_pk primary key,
    body bytea       not null,
    at   timestamptz not null default now()
);

-- The latest value of things that are not facts.
create table events.cat_heartbeats (
    name varchar collate "C" constraint cat_heartbeats_pk primary key,
    at   timestamptz not null,
    data jsonb       not null
) with (fillfactor = 50);
