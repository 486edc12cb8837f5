-- The address of an account, confirmed by a mail to it, and the language that its person is written to in.
-- Null: nobody has shown yet that the address is theirs.
alter table account add column confirmed_at bigint;
alter table account add column locale text not null default 'en';

-- Links in mails that change an account. Each is good once; only the SHA-256 of its token lies here.
create table account_link (
    hash text primary key,
    purpose text not null,
    account_id text not null references account (id) on delete cascade,
    -- The address that the link was sent to: who opens it can read its mail.
    address text not null,
    address_key text not null,
    -- Of the password when it was asked for: a link from before a change of the password opens nothing.
    stamp text not null,
    expires_at bigint not null
);
create index account_link_expires on account_link (expires_at);
