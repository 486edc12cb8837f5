-- A claim that its giver would hand on to somebody else, until they take it or decline.
create table claim_offer (
    claim_id text primary key references claim (id) on delete cascade,
    to_account text not null references account (id) on delete cascade,
    offered_at bigint not null
);
create index claim_offer_to on claim_offer (to_account);

-- "Thinking about it": a note to oneself, which nobody else ever sees and which takes nothing.
create table claim_thought (
    account_id text not null references account (id) on delete cascade,
    item_id text not null references item (id) on delete cascade,
    note text,
    thought_at bigint not null,
    primary key (account_id, item_id)
);
create index claim_thought_item on claim_thought (item_id);
