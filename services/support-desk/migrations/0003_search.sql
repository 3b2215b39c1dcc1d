-- What is said in conversations, to be found: written behind the transactions that say it, and gone with the conversation.

-- The lexemes of a message or note are the workspace's, see `document_lexemes`.
create table search_documents (
  workspace_id uuid not null,
  conversation_id uuid not null,
  seq bigint not null,
  lexemes tsvector not null,
  primary key (workspace_id, conversation_id, seq),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index search_documents_by_lexeme on search_documents using gin (lexemes);

-- The messages and notes that have no document yet.
create table search_queue (
  workspace_id uuid not null,
  conversation_id uuid not null,
  seq bigint not null,
  queued_at timestamptz not null default now(),
  primary key (workspace_id, conversation_id, seq),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index search_queue_by_age on search_queue (queued_at);
