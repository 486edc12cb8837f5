-- Mails that wait to be sent, each with a job of its own, and for a month what became of those that were.
create table mail (
    -- Also the job's subject, and the left part of the Message-ID.
    id text primary key,
    -- As it was typed, and what is said: both are emptied when the mail was sent.
    recipient text not null,
    letter text not null,
    -- SHA-256 of the folded address: counts the mails to it without keeping it.
    recipient_digest text not null,
    locale text not null,
    state text not null,
    -- What the mail server said to it, or why it was not sent.
    answer text,
    created_at bigint not null,
    -- Not sent any more from then on: a link in it would no longer work, or the news is old.
    good_until bigint not null,
    ended_at bigint
);
create index mail_recipient on mail (recipient_digest, created_at);
create index mail_ended on mail (ended_at) where ended_at is not null;

-- Who wants no more mails of a kind. By digest: whoever asks not to be written to need not stay known.
create table mail_unsubscribed (
    recipient_digest text not null,
    topic text not null,
    at bigint not null,
    primary key (recipient_digest, topic)
);

-- The key that links in mails are signed with: made at the first start, shared by all processes of one database.
create table mail_key (
    id text primary key,
    secret text not null,
    created_at bigint not null
);
