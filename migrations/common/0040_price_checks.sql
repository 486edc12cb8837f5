-- How the server's own looks at offers go.
create table offer_check (
    offer_id text primary key references offer (id) on delete cascade,
    -- What the last look gave: ok, unchanged, out_of_stock, unreadable or gone.
    state text not null,
    checked_at bigint not null,
    -- Looks in a row that gave nothing.
    failures bigint not null,
    -- Of the last page that was believed: by what the shop tells that it is still that one, and the price that it showed.
    etag text,
    last_modified text,
    price_minor bigint,
    price_currency text,
    -- A price so far from the last one that it is believed when it is seen again.
    doubt_minor bigint,
    doubt_currency text
);

-- From when on a shop may be looked at again, by whichever process.
create table shop_turn (
    site text primary key,
    next_at bigint not null
);
create index shop_turn_next on shop_turn (next_at);
