-- Fingerprints of parts of the log, each tied to the one before: who holds one can tell whether anything at or before it was changed since.
create table events.cat_anchors (
    to_seq   bigint      constraint cat_anchors_pk primary key,
    from_seq bigint      not null,
    leaves   bigint      not null,
    root     bytea       not null,
    link     bytea       not null,
    at       timestamptz not null default now()
);
