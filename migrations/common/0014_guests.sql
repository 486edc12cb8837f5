-- People without an account whom a giver lets see what is given on a list. They see with the eyes of who invited them.
create table guest (
    id text primary key,
    board_id text not null references board (id) on delete cascade,
    invited_by text not null references account (id) on delete cascade,
    -- SHA-256 of the body that made it.
    body_digest text not null,
    name text not null,
    email text not null,
    -- Folded as those of accounts are: the address of somebody whom a wish is for shows nothing of it.
    email_key text not null,
    -- Whose address it was when they were invited: they are that person still when their account has another one.
    account_id text references account (id) on delete set null,
    created_at bigint not null,
    -- Since when it is known that they read the mail of the address; null: they see nothing.
    confirmed_at bigint,
    -- Taken off: the link opens nothing any more.
    ended_at bigint
);
create unique index guest_one on guest (board_id, email_key) where ended_at is null;
create index guest_invited_by on guest (invited_by);
create index guest_address on guest (email_key, created_at);
create index guest_end on guest (ended_at) where ended_at is not null;
