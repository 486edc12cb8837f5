-- From this moment on the lists that a group is shown stay as they are.
alter table gift_group add column locks_at bigint;

-- Who moved it, for everybody in the group to see. Only ever added to.
create table lock_change (
    group_id text not null references gift_group (id) on delete cascade,
    -- The group's version that the change made.
    version bigint not null,
    account_id text references account (id) on delete set null,
    changed_at bigint not null,
    before_at bigint,
    after_at bigint,
    primary key (group_id, version)
);
