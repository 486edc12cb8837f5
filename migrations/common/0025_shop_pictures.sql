-- Copies of shops' pictures for lists that are shown by link, written anew by this server.
create table shop_picture (
    item_id text primary key references item (id) on delete cascade,
    -- Where the picture lies. The item may have another one by now: then this one is shown nowhere.
    address text not null,
    -- The unguessable end of the copy's address; null until it is there.
    key text unique,
    content_type text,
    bytes bytea,
    created_at bigint not null
);

-- What changed of late among lists that are shown by link, and among things with a picture elsewhere.
create index board_by_link on board (updated_at, id) where audience = 'link' and deleted_at is null;
create index item_pictured on item (updated_at, id) where deleted_at is null and image is not null;
