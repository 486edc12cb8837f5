-- What a shop lists twice is found by its number.
create index offer_sku on offer (account_id, sku) where sku is not null;
