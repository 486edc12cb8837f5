-- Groups: people who give to each other, how they join, and which boards they are shown.
-- `group` is a word of SQL, so the table is named for what its people do.
create table gift_group (
    id text primary key,
    -- Who made it, and SHA-256 of the body that did: the same again is a repeat, another one a conflict.
    made_by text not null,
    body_digest text not null,
    name text not null,
    description text,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    version bigint not null
);
create index gift_group_bin on gift_group (deleted_at) where deleted_at is not null;

create table member (
    group_id text not null references gift_group (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    role text not null,
    joined_at bigint not null,
    primary key (group_id, account_id)
);
create index member_account on member (account_id, group_id);

-- A code is stored as it is, as a board's link is: those who may invite are shown it again.
create table invite (
    id text primary key,
    group_id text not null references gift_group (id) on delete cascade,
    made_by text not null references account (id) on delete cascade,
    body_digest text not null,
    code text not null unique,
    role text not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index invite_group on invite (group_id, created_at);
create index invite_expiry on invite (expires_at);

-- A board of the audience `groups` is shown to the members of these.
create table board_group (
    board_id text not null references board (id) on delete cascade,
    group_id text not null references gift_group (id) on delete cascade,
    shared_at bigint not null,
    primary key (board_id, group_id)
);
create index board_group_group on board_group (group_id, shared_at, board_id);
