-- "I give this", by guests: counted with the claims of members, and read for a viewer in `visibility` alone as they are.
create table guest_claim (
    id text primary key,
    guest_id text not null references guest (id) on delete cascade,
    -- No reference, as with any claim.
    item_id text not null,
    quantity bigint not null,
    policy text not null,
    names text not null,
    snapshot text not null,
    reveals_at bigint,
    created_at bigint not null,
    ended_at bigint
);
create unique index guest_claim_one on guest_claim (item_id, guest_id) where ended_at is null;
create index guest_claim_guest on guest_claim (guest_id, created_at);
create index guest_claim_end on guest_claim (ended_at) where ended_at is not null;

-- Whom the wish was for when it was claimed.
create table guest_claim_dark (
    claim_id text not null references guest_claim (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    primary key (claim_id, account_id)
);
create index guest_claim_dark_account on guest_claim_dark (account_id);
