-- outside a transaction
create unique index concurrently if not exists search_documents_by_row
  on search_documents (workspace_id, conversation_id, seq, note_rev);
