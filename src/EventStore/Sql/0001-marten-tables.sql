-- Marten 9's tables as it creates them for: StreamIdentity.AsString, AppendMode.QuickWithServerTimestamps, big integers,
-- headers + correlation + causation + user name on, event-id and event-type indexes on, single tenancy.
-- Nothing of ours may be added to them: Weasel's schema diff drops what it does not expect.
create table events.mt_streams (
    id          varchar     not null constraint pkey_mt_streams_id primary key,
    type        varchar,
    version     bigint,
    timestamp   timestamptz not null default now(),
    created     timestamptz not null default now(),
    tenant_id   varchar     default '*DEFAULT*',
    is_archived bool        default false
) with (fillfactor = 80);

create table events.mt_events (
    seq_id         bigint       not null constraint pkey_mt_events_seq_id primary key,
    id             uuid         not null,
    stream_id      varchar,
    version        bigint       not null,
    data           jsonb        not null,
    bdata          bytea,
    type           varchar(500) not null,
    timestamp      timestamptz  not null default now(),
    tenant_id      varchar      default '*DEFAULT*',
    mt_dotnet_type varchar,
    correlation_id varchar,
    causation_id   varchar,
    headers        jsonb,
    user_name      varchar,
    is_archived    bool         default false,
    constraint fkey_mt_events_stream_id foreign key (stream_id) references events.mt_streams (id) on delete cascade
) with (autovacuum_vacuum_insert_scale_factor = 0.02);

create unique index pk_mt_events_stream_and_version on events.mt_events (stream_id, version);
create unique index idx_mt_events_event_id on events.mt_events (id);
create index idx_mt_events_event_type_seq_id on events.mt_events (type, seq_id);

create sequence events.mt_events_sequence cache 1 owned by events.mt_events.seq_id;

create table events.mt_event_progression (
    name         varchar constraint pk_mt_event_progression primary key,
    last_seq_id  bigint,
    last_updated timestamptz default transaction_timestamp()
);

create table events.mt_high_water_skips (
    ending_sequence   bigint constraint pkey_mt_high_water_skips_ending_sequence primary key,
    starting_sequence bigint not null,
    timestamp         timestamptz default transaction_timestamp()
);
