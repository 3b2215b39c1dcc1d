-- outside a transaction
-- What is deleted with a channel.
create index concurrently if not exists links_by_channel on links (workspace_id, channel_id);
