-- outside a transaction
-- When something last crossed: an import is not, and would be passed over one by one.
create index concurrently if not exists links_by_crossing
  on links (workspace_id, platform, account_id, remote_channel_id, created_at) where not is_imported;
