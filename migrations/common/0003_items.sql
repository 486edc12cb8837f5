-- Wishes, and what they were saved from.
-- Products, offers and their prices belong to one account: nothing that an account sees may depend on what another one
-- saved, looked at or is watching, not even through an id that was made earlier.
create table product (
    id text primary key,
    account_id text not null references account (id) on delete cascade,
    -- "gtin:…" where the page gave one, else SHA-256 of the shop's page.
    product_key text not null,
    gtin text,
    title text not null,
    brand text,
    image text,
    category text,
    description text,
    created_at bigint not null,
    unique (account_id, product_key)
);

create table offer (
    id text primary key,
    account_id text not null references account (id) on delete cascade,
    product_id text not null references product (id) on delete cascade,
    -- SHA-256 of the canonical address and the variant: addresses are too long for an index of PostgreSQL.
    offer_key text not null,
    url text not null,
    shop text not null,
    sku text,
    variant text not null,
    availability text,
    created_at bigint not null,
    unique (account_id, offer_key)
);
create index offer_product on offer (product_id);

-- Append only; the same price seen again moves seen_until.
create table price_observation (
    id text primary key,
    offer_id text not null references offer (id) on delete cascade,
    amount_minor bigint not null,
    currency text not null,
    kind text not null,
    source text not null,
    seen_at bigint not null,
    seen_until bigint not null
);
create index price_observation_offer on price_observation (offer_id, seen_until);

-- An item carries all that a board shows of it, so that a board is read by one query over two tables.
create table item (
    id text primary key,
    account_id text not null references account (id) on delete cascade,
    body_digest text not null,
    -- SHA-256 of page identity and variant; null where it came from no page.
    page_key text,
    product_id text references product (id),
    offer_id text references offer (id),
    title text not null,
    url text,
    shop text,
    image text,
    price_minor bigint,
    price_currency text,
    price_seen_at bigint,
    -- The person typed the price: sightings are kept but do not replace it.
    price_typed boolean not null,
    list_price_minor bigint,
    list_price_currency text,
    brand text,
    availability text,
    -- Null: any number.
    quantity bigint,
    variant text not null,
    priority bigint not null,
    note text,
    private_note text,
    occasion text,
    alert_minor bigint,
    alert_currency text,
    needs_check boolean not null,
    fill text,
    fill_problem text,
    state text not null,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    version bigint not null
);
-- The same page twice is one item, however many requests say so at once; what lies in the bin does not count.
create unique index item_page on item (account_id, page_key) where deleted_at is null;
create index item_account on item (account_id, id);
create index item_offer on item (offer_id);
create index item_product on item (product_id);
create index item_bin on item (deleted_at) where deleted_at is not null;

create table placement (
    board_id text not null references board (id) on delete cascade,
    item_id text not null references item (id) on delete cascade,
    -- Smaller lies further up; gaps leave room, equal ones are put in order by the item's id.
    position bigint not null,
    placed_at bigint not null,
    primary key (board_id, item_id)
);
create index placement_order on placement (board_id, position, item_id);
create index placement_item on placement (item_id, board_id);
