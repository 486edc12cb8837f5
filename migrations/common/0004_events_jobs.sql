-- What changed, numbered for each viewer without gaps: a number tells nothing of what others did.
create table event_log (
    account_id text primary key references account (id) on delete cascade,
    last_number bigint not null
);

create table event (
    account_id text not null references account (id) on delete cascade,
    number bigint not null,
    at bigint not null,
    body text not null,
    primary key (account_id, number)
);

-- Work for later. Done is deleted; run_at is moved ahead while a worker holds it, so that a held job is not due.
create table job (
    id text primary key,
    kind text not null,
    -- What it is about: one job of a kind for each subject.
    subject text not null,
    run_at bigint not null,
    -- Tries since it was written down, the one under way too.
    attempts bigint not null,
    -- Rises with each lease and each new start; only the holder of the latest may end or postpone the job.
    lease bigint not null,
    last_error text,
    -- Since when nobody tries any more.
    parked_at bigint,
    created_at bigint not null,
    unique (kind, subject)
);
create index job_due on job (kind, run_at) where parked_at is null;
