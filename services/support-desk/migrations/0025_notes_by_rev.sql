-- outside a transaction
create unique index concurrently if not exists notes_by_rev on notes (workspace_id, conversation_id, rev);
