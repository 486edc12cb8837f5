-- Claims: "I give this". None of these tables is read for a viewer outside `visibility`.
create table claim (
    id text primary key,
    -- No reference: a claim outlives its wish, which is gone thirty days after its owner threw it away.
    item_id text not null,
    account_id text not null references account (id) on delete cascade,
    body_digest text not null,
    quantity bigint not null,
    state text not null,
    note text,
    cost_minor bigint,
    cost_currency text,
    -- What the boards said when it was made: what they say later uncovers nothing.
    policy text not null,
    names text not null,
    -- JSON: the wish as its giver knew it.
    snapshot text not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- Given back: it counts no more, and can be taken up again as long as there is one free.
    ended_at bigint,
    version bigint not null
);
create unique index claim_one on claim (item_id, account_id) where ended_at is null;
create index claim_account on claim (account_id, id);
create index claim_end on claim (ended_at) where ended_at is not null;

-- Whom the wish was for when it was claimed: it stays hidden from them, whatever they are to it later.
create table claim_dark (
    claim_id text not null references claim (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    primary key (claim_id, account_id)
);
create index claim_dark_account on claim_dark (account_id);

-- One row for each wish that somebody ever claimed: who claims holds it, and never the wish itself, which its owner may be changing.
create table claim_turn (
    item_id text primary key
);

alter table board add column claim_policy text not null default 'surprise';
alter table board add column claim_names text not null default 'shown';
alter table board add column next_claim_policy text;
alter table board add column next_claim_names text;
alter table board add column next_claims_at bigint;
