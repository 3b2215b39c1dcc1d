-- The text of attached documents, as answers quote it. Rows go with their files, which messages and channels delete with
-- themselves: from the same commit on.

-- A file that is read, or was. Queued by `index_queued` with the document of its message.
create table file_texts (
  workspace_id uuid not null,
  file_id uuid not null,
  status text not null default 'queued' check (status in ('queued', 'ready', 'failed')),
  -- Why it has no text: a reason of packages/documents, or `unavailable`.
  failure text check ((failure is not null) = (status = 'failed')),
  -- Read after what was said live.
  is_imported boolean not null,
  -- Not before then.
  due_at timestamptz not null,
  -- Until when a process has it for reading, and how many times one has had it.
  claimed_until timestamptz,
  attempts int not null default 0,
  primary key (workspace_id, file_id),
  foreign key (workspace_id, file_id) references files on delete cascade
);
create index file_texts_queued on file_texts (workspace_id, is_imported, due_at) where status = 'queued';

-- The passages of a file, which are found and quoted by themselves.
create table file_passages (
  workspace_id uuid not null,
  file_id uuid not null,
  ordinal int not null,
  message_id uuid not null,
  channel_id uuid not null,
  -- The message's.
  created_at timestamptz not null,
  text text not null,
  -- Page, slide, sheet or row, in words; empty where it has none.
  place text not null,
  -- Of the text, its headings and the file's name, as search_document makes them.
  lexemes tsvector not null,
  primary key (workspace_id, file_id, ordinal),
  foreign key (workspace_id, file_id) references file_texts on delete cascade
);
-- As of search_documents. Without pending lists, through which every search would read: only a background job waits.
create index file_passages_by_key on file_passages
  using gin (search_keys(channel_id, lexemes)) with (fastupdate = off);
create index file_passages_by_word on file_passages using gin (lexemes) with (fastupdate = off);
-- Statistics of keys would only make planning slower: whoever searches knows better what it asks for.
alter index file_passages_by_key alter column 1 set statistics 0;
