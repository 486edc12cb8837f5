-- Pictures that people uploaded, always as this server wrote them anew, and who shows them.
create table picture (
    id text primary key,
    account_id text not null references account (id) on delete cascade,
    -- The unguessable end of its address. It opens nothing but the picture beside it in this file.
    key text not null unique,
    -- SHA-256 of what was sent: the same bytes again are the same picture, of this account alone.
    digest text not null,
    content_type text not null,
    width bigint not null,
    height bigint not null,
    -- Of both sizes together: what counts against the account's maximum.
    bytes bigint not null,
    created_at bigint not null,
    -- When it goes unless something shows it by then; null while nothing has stopped to show it.
    purge_at bigint,
    unique (account_id, digest)
);
create index picture_purge on picture (purge_at) where purge_at is not null;

-- In a table of their own: whoever looks through pictures need not step over their bytes.
create table picture_bytes (
    picture_id text not null references picture (id) on delete cascade,
    size text not null,
    bytes bytea not null,
    primary key (picture_id, size)
);

-- What shows a picture. A picture that is shown cannot be removed.
create table picture_use (
    picture_id text not null references picture (id),
    item_id text unique references item (id) on delete cascade,
    board_id text unique references board (id) on delete cascade,
    account_id text unique references account (id) on delete cascade
);
create index picture_use_picture on picture_use (picture_id);

alter table account add column avatar text;
