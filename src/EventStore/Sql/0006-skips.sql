-- Events an operator told a projection to leave out.
create table events.cat_skips (
    projection varchar     not null,
    seq_id     bigint      not null,
    because    text        not null,
    actor      varchar     not null,
    at         timestamptz not null default now(),
    constraint cat_skips_pk primary key (projection, seq_id)
);
