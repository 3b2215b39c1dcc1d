-- outside a transaction
-- What is here of an author there.
create index concurrently if not exists links_by_author
  on links (workspace_id, platform, account_id, author_id, remote_channel_id, remote_id)
  where came = 'in' and not is_gone and message_id is not null;
