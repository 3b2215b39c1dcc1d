-- outside a transaction
-- Rows of deleted messages that no reply needs any more, which retention removes.
create index concurrently if not exists messages_tombstones on messages (workspace_id, channel_id, created_at, seq)
  where deleted_at is not null and reply_count = 0;
