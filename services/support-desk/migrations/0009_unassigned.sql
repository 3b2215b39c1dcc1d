-- Those that nobody has, which an index that begins with the agent does not have in order: IS NULL is no equality to it.
create index unassigned_conversations on conversations (workspace_id, status, updated_at, id) where agent_id is null;
