-- Links of an account that wait to be read are counted with each one that is pasted.
create index item_pending on item (account_id) where fill = 'pending' and deleted_at is null;
