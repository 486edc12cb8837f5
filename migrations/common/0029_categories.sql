-- Categories of a group: what lists there are sorted by, and how much of each may be wished for.
create table category (
    id text primary key,
    group_id text not null references gift_group (id) on delete cascade,
    made_by text not null,
    body_digest text not null,
    name text not null,
    -- Both in one currency; without either there is none.
    spending_limit_minor bigint,
    highest_price_minor bigint,
    currency text,
    position bigint not null,
    created_at bigint not null,
    deleted_at bigint,
    version bigint not null
);
create index category_group on category (group_id, position, id);
create index category_bin on category (deleted_at) where deleted_at is not null;

-- A wish is in one category of a group, as long as it lies on a list that the group is shown.
create table item_category (
    item_id text not null references item (id) on delete cascade,
    group_id text not null,
    category_id text not null references category (id) on delete cascade,
    -- The list through which it is there; whoever the list is for has it counted.
    board_id text not null,
    added_at bigint not null,
    primary key (item_id, group_id),
    foreign key (board_id, item_id) references placement (board_id, item_id) on delete cascade,
    foreign key (board_id, group_id) references board_group (board_id, group_id) on delete cascade
);
create index item_category_category on item_category (category_id, item_id);
create index item_category_placement on item_category (board_id, item_id);
create index item_category_board_group on item_category (board_id, group_id);
