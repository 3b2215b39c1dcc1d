-- Conversations that were merged into another of their visitor's: closed and empty, they say where what was said is now.
alter table conversations
  add column merged_into uuid,
  -- Behind which number there are rows of another conversation, older than their place, and when they were moved there.
  add column moved_after_seq bigint,
  add column moved_at timestamptz,
  add foreign key (workspace_id, merged_into) references conversations (workspace_id, id);
create index merged_conversations on conversations (workspace_id, merged_into) where merged_into is not null;
