-- Who gives something together with who claimed it, and what of its cost is theirs. Read for a viewer in `visibility` alone.
create table claim_share (
    claim_id text not null references claim (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    -- Of the claim's cost, in its currency; null: it is not said how much.
    share_minor bigint,
    share_currency text,
    asked_at bigint not null,
    -- Null: they are asked, and have not said yes.
    agreed_at bigint,
    primary key (claim_id, account_id)
);
create index claim_share_account on claim_share (account_id);
