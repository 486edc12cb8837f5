-- A claim that nobody said anything of for long, and that is not bought, is asked about and then free again.
-- When its giver last said that they still give it; null: when it was made.
alter table claim add column confirmed_at bigint;
-- Since when they are asked.
alter table claim add column reminded_at bigint;
-- It ended because nobody answered.
alter table claim add column lapsed boolean not null default false;
create index claim_unbought on claim (reminded_at, confirmed_at) where ended_at is null and state = 'claimed';
