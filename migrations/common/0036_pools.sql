-- Pools: several pay for what one of them claimed. None of these tables is read for a viewer outside `visibility`.
create table pool (
    -- One for each claim: who made that organises the pool.
    claim_id text primary key references claim (id) on delete cascade,
    target_minor bigint not null,
    target_currency text not null,
    -- Where it is not funded by then, it fails.
    deadline_at bigint not null,
    note text,
    -- active, funded, completed or cancelled.
    state text not null,
    -- What it cost in the end, in the target's currency.
    cost_minor bigint,
    created_at bigint not null,
    version bigint not null
);
create index pool_deadline on pool (deadline_at) where state = 'active';

create table pool_pledge (
    claim_id text not null references pool (claim_id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    -- What of the target they pay, in its currency.
    amount_minor bigint not null,
    -- What they hand over for it, where that is another currency; as they said, as nothing is converted.
    pays_minor bigint,
    pays_currency text,
    pledged_at bigint not null,
    -- What they owe once it is completed, in the currency that they pay in.
    due_minor bigint,
    settled_at bigint,
    primary key (claim_id, account_id)
);
create index pool_pledge_account on pool_pledge (account_id);
