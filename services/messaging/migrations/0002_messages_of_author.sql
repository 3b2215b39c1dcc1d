-- outside a transaction
-- What is here of somebody of another platform.
create index concurrently if not exists messages_of_author on messages (workspace_id, author_platform, author_foreign_id, id)
  where author_platform is not null and deleted_at is null;
