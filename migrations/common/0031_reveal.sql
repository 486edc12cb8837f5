-- When a list turns over: until then what is given is a surprise, from then on those it is for see who gave what.
-- Without a date it never does.
alter table board add column occasion_at bigint;
alter table board add column reveals_at bigint;
-- The last date at which it did: what was revealed then stays so, whatever date comes next.
alter table board add column turned_at bigint;
-- From when on the claim may be known to those it is for; null: never.
alter table claim add column reveals_at bigint;
-- What those it was for said of it.
alter table claim add column thanked_at bigint;
alter table claim add column thanks text;
