-- outside a transaction
create index concurrently if not exists remote_channels_by_former_id
  on remote_channels (workspace_id, platform, account_id, moved_from) where moved_from is not null;
