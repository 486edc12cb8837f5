-- Edits of one item on two devices: when each field was last edited, and what was edited elsewhere without having seen that.
-- Both are JSON, read and written with the item's row: they are nothing apart from it.
alter table item add column edits text;
alter table item add column conflicts text;
