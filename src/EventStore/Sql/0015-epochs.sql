-- Each time the log was restored from a backup. What came after kept_seq is gone; the numbers up to first_seq are given to nothing else, so that
-- whoever remembers one of them can be told.
create table events.cat_epochs (
    epoch     int         constraint cat_epochs_pk primary key,
    kept_seq  bigint      not null,
    first_seq bigint      not null,
    because   text        not null,
    at        timestamptz not null default now(),
    constraint cat_epochs_first_is_later check (first_seq > kept_seq)
);
