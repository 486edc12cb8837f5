-- Who may sign in, and the devices they are signed in on.

create table account (
    id text primary key,
    email text not null,
    -- Folded by the server (case, NFC), so that both engines compare alike.
    email_key text not null unique,
    display_name text not null,
    password_hash text not null,
    role text not null,
    created_at bigint not null,
    -- The latest sign-in, and the one before it, which is what its person is shown.
    signed_in_at bigint,
    last_sign_in_at bigint,
    deactivated_at bigint
);

create table session (
    id text primary key,
    account_id text not null references account (id) on delete cascade,
    device text,
    created_at bigint not null,
    last_used_at bigint not null,
    expires_at bigint not null,
    ended_at bigint
);

create index session_account on session (account_id, created_at);

-- A family of refresh tokens: the newest is good once, an older one that comes back ends the session.
create table refresh_token (
    -- SHA-256 of the token, in hex; the token itself is never stored.
    hash text primary key,
    session_id text not null references session (id) on delete cascade,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create index refresh_token_session on refresh_token (session_id);

-- The key that signs access tokens: made at the first start, shared by all processes of one database.
create table signing_key (
    id text primary key,
    pkcs8 text not null,
    created_at bigint not null
);
