-- A build of a projection beside the served one (its name is then 'entities/1+beside'), from the wish for it until it is discarded.
-- Whichever process follows projections sees the row and builds.
create table events.cat_rebuilds (
    projection varchar     constraint cat_rebuilds_pk primary key,
    actor      varchar     not null,
    because    text,
    at         timestamptz not null default now(),
    former     boolean     not null default false   -- what stands beside was served before
);

-- Builds whose tables lack their indexes still.
create table events.cat_builds (
    projection varchar     constraint cat_builds_pk primary key,
    at         timestamptz not null default now(),
    builder    uuid,                                -- who writes its rows in bulk, before the checkpoint counts
    reached    bigint      not null default 0       -- how far that is
);

-- Every time another build was served.
create table events.cat_switches (
    projection  varchar     not null,
    at          timestamptz not null default clock_timestamp(),
    seq_id      bigint      not null,
    back        boolean     not null,
    actor       varchar     not null,
    because     text,
    differences text,                               -- null when the builds were equal, or were not compared on the way back
    constraint cat_switches_pk primary key (projection, at)
);

-- Projections an operator stopped.
create table events.cat_parked (
    projection varchar     constraint cat_parked_pk primary key,
    because    text        not null,
    actor      varchar     not null,
    at         timestamptz not null default now()
);
