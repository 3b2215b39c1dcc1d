-- outside a transaction
-- A channel’s files, newest first.
create index concurrently if not exists messages_with_files on messages (workspace_id, channel_id, created_at desc, seq desc)
  where attachments is not null and deleted_at is null;
