-- Who says so: an anchor made before there was a key, or by a program without one, has neither.
alter table events.cat_anchors
    add column key       varchar,
    add column signature bytea,
    add constraint cat_anchors_signed_by_a_key check ((key is null) = (signature is null));

-- Every public key an anchor was ever signed with. A key is named by its digest, so that none can be put in the place of another.
create table events.cat_anchor_keys (
    key        varchar     collate "C" constraint cat_anchor_keys_pk primary key,
    public_key bytea       not null,
    at         timestamptz not null default now()
);
