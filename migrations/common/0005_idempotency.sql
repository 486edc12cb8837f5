-- Answers to POSTs that carried an Idempotency-Key, kept for a day.

create table idempotency_key (
    account_id text not null references account (id) on delete cascade,
    key text not null,
    -- SHA-256 of method, path and body: the same key for another request is refused.
    fingerprint text not null,
    created_at bigint not null,
    -- Null while the request is at work.
    status bigint,
    -- JSON: [[name, value], …].
    headers text,
    body text,
    primary key (account_id, key)
);

create index idempotency_key_created on idempotency_key (created_at);
