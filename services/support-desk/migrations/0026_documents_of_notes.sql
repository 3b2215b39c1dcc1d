alter table search_documents
  drop constraint search_documents_pkey,
  add constraint search_documents_pkey primary key using index search_documents_by_row;
alter table notes drop constraint notes_workspace_id_conversation_id_seq_key;
