-- A child: an account that nobody signs in to. Its guardians ask as it; it has lists, and gives nothing.
create table child (
    account_id text primary key references account (id) on delete cascade,
    -- Who made it, and SHA-256 of the body that did: the same again is a repeat, another one a conflict.
    made_by text not null,
    body_digest text not null
);

create table guardian (
    child_id text not null references child (account_id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    since_at bigint not null,
    primary key (child_id, account_id)
);
create index guardian_account on guardian (account_id, child_id);
