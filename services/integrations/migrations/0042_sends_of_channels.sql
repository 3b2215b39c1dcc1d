-- Of which channel here, so that what was on its way is forgotten with it. Null of what was begun before.
alter table sends add column channel_id uuid;
