-- Knowledge: documents with their versions, the passages that are searched, and whom and what they mention. The originals
-- are in the tables of packages/files.

-- A workspace's counters. Whoever adds, replaces or deletes a document locks this row, after the document's own.
create table knowledge_totals (
  workspace_id uuid primary key,
  document_count int not null default 0,
  -- Of all files that are kept.
  byte_count bigint not null default 0,
  chunk_count bigint not null default 0,
  entity_count int not null default 0,
  relationship_count int not null default 0
);

create table knowledge_documents (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  -- The twin that alone knows it; null for the workspace's own.
  twin_id uuid,
  -- Whose it is: the twin's, or the workspace's.
  scope_id uuid not null generated always as (coalesce(twin_id, workspace_id)) stored,
  -- Whether the support desk may answer visitors with it: the workspace's own alone.
  is_public boolean not null default false check (not is_public or twin_id is null),
  title text not null,
  -- The title without its case and spaces: a second upload of it is a version of the same document.
  title_key text not null,
  newest_version int not null,
  -- The version that its chunks are of; null while none could be read.
  searched_version int,
  -- The model that its chunks' vectors are of, null until all have one; and until when a process makes them.
  embedded_with text,
  embedding_until timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, scope_id, title_key)
);
create index knowledge_documents_by_change on knowledge_documents (workspace_id, updated_at desc, id desc);
create index knowledge_documents_public on knowledge_documents (workspace_id, id) where is_public;
create index knowledge_documents_by_model on knowledge_documents (embedded_with) where searched_version is not null;

create table knowledge_versions (
  workspace_id uuid not null,
  document_id uuid not null,
  version int not null,
  -- The holder of its file.
  id uuid not null default uuidv7(),
  status text not null check (status in ('processing', 'ready', 'failed')),
  error_code text,
  error_message text,
  kind text,
  file_id uuid not null,
  size bigint not null,
  chunk_count int not null default 0,
  character_count int not null default 0,
  is_truncated boolean not null default false,
  uploaded_by uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, document_id, version),
  foreign key (workspace_id, document_id) references knowledge_documents,
  check ((status = 'failed') = (error_code is not null))
);
create index knowledge_versions_in_work on knowledge_versions (created_at) where status = 'processing';

-- A passage's words are found in its scope alone: what a search costs does not depend on other workspaces and twins.
create function knowledge_keys(scope_id uuid, lexemes tsvector) returns bigint[]
language sql immutable parallel safe as $$
  select array_agg(hashtextextended(lexeme, uuid_hash_extended(scope_id, 0)))
  from unnest(tsvector_to_array(lexemes)) lexeme
$$;

-- The passages of each document's searched version.
create table knowledge_chunks (
  workspace_id uuid not null,
  document_id uuid not null,
  ordinal int not null,
  scope_id uuid not null,
  text text not null,
  headings text[] not null,
  -- Page, slide, sheet and row, as far as it has them.
  place jsonb not null,
  -- The text as search_fold makes it, and the lexemes of text, title and headings.
  folded text not null,
  lexemes tsvector not null,
  -- Null until an embeddings endpoint has made it, if there is one.
  embedding real[],
  primary key (workspace_id, document_id, ordinal),
  foreign key (workspace_id, document_id) references knowledge_documents
);
create index knowledge_chunks_by_key on knowledge_chunks using gin (knowledge_keys(scope_id, lexemes));
-- Statistics of keys would only make planning slower: whoever searches knows better what it asks for.
alter index knowledge_chunks_by_key alter column 1 set statistics 0;

-- In how many chunks of a scope each lexeme is: what a word of a question is worth, and what it may be a form of.
create table knowledge_words (
  workspace_id uuid not null,
  scope_id uuid not null,
  word text not null,
  chunk_count int not null,
  primary key (workspace_id, scope_id, word)
);
create index knowledge_words_by_part on knowledge_words using gin (workspace_id, word gin_trgm_ops);
create index knowledge_words_unused on knowledge_words (workspace_id, scope_id) where chunk_count <= 0;

-- Whom and what documents mention, with their counters.
create table knowledge_entities (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  type text not null,
  name text not null,
  -- The name without its case and accents.
  name_key text not null,
  mention_count int not null,
  document_count int not null,
  primary key (workspace_id, id),
  unique (workspace_id, type, name_key)
);
create index knowledge_entities_by_mentions on knowledge_entities (workspace_id, mention_count desc, id);
create index knowledge_entities_unused on knowledge_entities (workspace_id) where document_count <= 0;

create table knowledge_mentions (
  workspace_id uuid not null,
  document_id uuid not null,
  entity_id uuid not null,
  mention_count int not null,
  primary key (workspace_id, document_id, entity_id),
  foreign key (workspace_id, document_id) references knowledge_documents,
  foreign key (workspace_id, entity_id) references knowledge_entities
);
create index knowledge_mentions_of_entity on knowledge_mentions (workspace_id, entity_id, document_id);

-- What a document says of two entities. The graph's relationships are the different ones of all documents.
create table knowledge_relationships (
  workspace_id uuid not null,
  document_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  type text not null,
  primary key (workspace_id, document_id, from_id, to_id, type),
  foreign key (workspace_id, document_id) references knowledge_documents,
  foreign key (workspace_id, from_id) references knowledge_entities,
  foreign key (workspace_id, to_id) references knowledge_entities
);
create index knowledge_relationships_from on knowledge_relationships (workspace_id, from_id, to_id, type);
create index knowledge_relationships_to on knowledge_relationships (workspace_id, to_id, from_id, type);
