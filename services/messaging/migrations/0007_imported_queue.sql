-- Imported messages are indexed apart, so that what is posted meanwhile does not wait for them.
alter table search_queue add column is_imported boolean not null default false;
alter table search_queue
  drop constraint search_queue_pkey,
  add primary key (workspace_id, is_imported, is_large, message_id, rev);
