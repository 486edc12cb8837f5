-- An exchange: everybody who takes part draws one of the others, and gives to them.
create table exchange (
    id text primary key,
    group_id text not null references gift_group (id) on delete cascade,
    made_by text not null,
    body_digest text not null,
    name text not null,
    budget_minor bigint,
    budget_currency text,
    -- The day on which gifts are exchanged.
    held_at bigint,
    -- How many of the group's draws before this one are not to be repeated.
    past_draws bigint not null,
    -- Since when it is drawn; null: it is not.
    drawn_at bigint,
    created_at bigint not null,
    deleted_at bigint,
    version bigint not null
);
create index exchange_group on exchange (group_id, created_at, id);
create index exchange_bin on exchange (deleted_at) where deleted_at is not null;

create table exchange_person (
    exchange_id text not null references exchange (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    -- Whoever has the same word here does not draw each other.
    household text,
    -- What they are still to be told by mail.
    news text,
    primary key (exchange_id, account_id)
);
create index exchange_person_account on exchange_person (account_id, exchange_id);

-- Two who do not draw each other; the smaller id first.
create table exchange_exclusion (
    exchange_id text not null references exchange (id) on delete cascade,
    one text not null references account (id) on delete cascade,
    other text not null references account (id) on delete cascade,
    primary key (exchange_id, one, other)
);
create index exchange_exclusion_one on exchange_exclusion (one);
create index exchange_exclusion_other on exchange_exclusion (other);

-- Who drew whom: shown to nobody but who drew.
create table exchange_draw (
    exchange_id text not null references exchange (id) on delete cascade,
    giver text not null references account (id) on delete cascade,
    receiver text not null references account (id) on delete cascade,
    primary key (exchange_id, giver)
);
create index exchange_draw_giver on exchange_draw (giver);
create index exchange_draw_receiver on exchange_draw (receiver);
