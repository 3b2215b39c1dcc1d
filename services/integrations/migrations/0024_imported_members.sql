-- Those of the workspace who were in a channel of an archive, [{user_id, role}]: its first members here.
alter table import_channels add column members jsonb not null default '[]';
