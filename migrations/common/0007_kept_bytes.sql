-- How much of an account's kept answers there is, without reading them.
alter table idempotency_key add column body_bytes bigint not null default 0;
