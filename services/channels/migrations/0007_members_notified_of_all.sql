-- outside a transaction
create index concurrently if not exists members_notified_of_all on members (workspace_id, channel_id)
  where notification_level = 'all';
