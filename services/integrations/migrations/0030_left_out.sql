-- Messages of either direction that were left out: refused, or failing again and again while the platform worked.
alter table connections add column left_out int not null default 0;
-- Failures in a row that are the first message's own: one that never succeeds must not stop those behind it.
alter table remote_channels add column send_faults int not null default 0;
-- It was left out, and counted: it is never sent again.
alter table sends add column is_left_out boolean not null default false;
