-- Boards and who may change them.
-- A link's token is stored as it is: owners and editors are shown it again, and it opens nothing but the board beside it in this file.
create table board (
    id text primary key,
    -- Who made it; counts against this account's maximum.
    account_id text not null references account (id) on delete cascade,
    -- The account whose "My wishes" it is. Unique, so that parallel first saves make one board.
    default_for text unique,
    -- SHA-256 of the body that made it: the same id and body again is a repeat, another body a conflict.
    body_digest text not null,
    name text not null,
    description text,
    cover_image text,
    kind text not null,
    audience text not null,
    link_token text unique,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    version bigint not null
);
create index board_account on board (account_id);
create index board_bin on board (deleted_at) where deleted_at is not null;

-- One row for each person of a board: whoever is an owner is no editor beside it.
create table board_person (
    board_id text not null references board (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    relation text not null,
    added_at bigint not null,
    primary key (board_id, account_id)
);
create index board_person_account on board_person (account_id, board_id);
