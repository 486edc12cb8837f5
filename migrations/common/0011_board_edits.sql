-- Edits of one board on two devices, as those of an item (0009): when each field was last edited, and what was edited elsewhere unseen.
alter table board add column edits text;
alter table board add column conflicts text;
