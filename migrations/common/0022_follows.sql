-- Who wants to hear of new wishes on a list, or of a person: told to nobody but themselves.
create table follow_board (
    account_id text not null references account (id) on delete cascade,
    board_id text not null references board (id) on delete cascade,
    followed_at bigint not null,
    primary key (account_id, board_id)
);
create index follow_board_board on follow_board (board_id);

create table follow_person (
    account_id text not null references account (id) on delete cascade,
    person_id text not null references account (id) on delete cascade,
    followed_at bigint not null,
    primary key (account_id, person_id)
);
create index follow_person_person on follow_person (person_id);

-- Which wishes somebody was told of: each once, on however many lists it lies and however often it is moved.
create table follow_told (
    item_id text not null references item (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    primary key (item_id, account_id)
);
create index follow_told_account on follow_told (account_id);
