-- Suggestions: what givers think of for somebody's list, hidden from whoever it is for. None of these tables is read for a viewer
-- outside `visibility`.
create table suggestion (
    id text primary key,
    -- No reference: whoever gives it keeps it when the list is gone.
    board_id text not null,
    account_id text not null references account (id) on delete cascade,
    body_digest text not null,
    title text not null,
    url text,
    price_minor bigint,
    price_currency text,
    note text,
    -- JSON: the names of those it is for.
    owners text not null,
    -- What givers were told of each other when it was made.
    names text not null,
    -- From when on those it is for may know of it; null: never.
    reveals_at bigint,
    created_at bigint not null,
    deleted_at bigint,
    -- Who gives it, and how far it has come.
    taken_by text references account (id) on delete set null,
    state text,
    version bigint not null
);
create index suggestion_board on suggestion (board_id, created_at, id);
create index suggestion_account on suggestion (account_id);
create index suggestion_taken on suggestion (taken_by);
create index suggestion_bin on suggestion (deleted_at) where deleted_at is not null;

-- Whom it was for when it was made or taken: it stays hidden from them, whatever they are to the list later.
create table suggestion_dark (
    suggestion_id text not null references suggestion (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    primary key (suggestion_id, account_id)
);
create index suggestion_dark_account on suggestion_dark (account_id);

-- Lists whose owners want nothing but what stands on them.
create table suggestion_refusal (
    board_id text primary key references board (id) on delete cascade
);
