-- As it was sent: by that it is found there where it was edited here meanwhile, and taken back where it was deleted.
alter table sends add column outgoing jsonb;
-- Nobody can say whether it has arrived: it is counted, and never sent again.
alter table sends add column is_unconfirmed boolean not null default false;
