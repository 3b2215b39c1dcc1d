-- Messages, and what follows from them: counters, read markers, mentions, threads, reactions, search, drafts. Their files
-- are in the tables of packages/files.

grant usage on schema messaging to parley_channels, parley_gateway, parley_chat_engine, parley_integrations,
  parley_support_desk;

-- A channel's counters. Whoever changes a channel's messages updates its head first, which locks it until commit:
-- seq and rev become visible in order, without gaps. Changed many times a second, so pages keep room for HOT updates.
create table channel_heads (
  workspace_id uuid not null,
  channel_id uuid not null,
  seq bigint not null default 0,
  rev bigint not null default 0,
  -- Messages that are not deleted: all of them, and those that are not thread replies.
  message_count bigint not null default 0,
  root_count bigint not null default 0,
  -- Of the newest message that was not imported.
  last_message_at timestamptz,
  -- The highest rev that an import gave to a message; 0 where nothing was imported.
  imported_rev bigint not null default 0,
  primary key (workspace_id, channel_id)
) with (fillfactor = 50);

create table messages (
  workspace_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  seq bigint not null,
  -- The number of the channel's change that made the row what it is, and of the one that created it.
  rev bigint not null,
  created_rev bigint not null,
  -- Always a root: threads are one level deep.
  parent_message_id uuid,
  user_id uuid,
  ai_twin_id uuid,
  -- Shown while the author has no profile in the workspace: twins, bridged authors, people who left.
  author_name text,
  author_avatar_url text,
  -- Of a bridged author, who is neither a user nor a twin: the platform, and who they are there.
  author_platform text,
  author_foreign_id text,
  content text not null,
  content_type text not null,
  metadata jsonb not null default '{}',
  attachments jsonb,
  reactions jsonb not null default '[]',
  reaction_count int not null default 0,
  reply_count int not null default 0,
  last_reply_at timestamptz,
  -- Of a root: the first people who replied, in the order in which they first did, at most 20.
  participants uuid[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  edited_at timestamptz,
  -- When the row last changed in what `updated_at` does not cover: reactions, and a root's replies.
  changed_at timestamptz,
  deleted_at timestamptz,
  -- Of what a service posted: where it came from, and how many machines in a row have answered one another.
  origin text,
  hops smallint not null default 0,
  -- What a service posted it under, so that it is posted once; begins with the service's role.
  service_key text,
  -- Part of a history from elsewhere: numbered, but never delivered by itself, and unread for nobody.
  is_imported boolean not null default false,
  -- Posted more than two minutes after it was written: starts no twin and no push.
  is_late boolean not null default false,
  primary key (workspace_id, id),
  unique (workspace_id, channel_id, seq),
  unique (workspace_id, channel_id, rev),
  check ((author_platform is null) = (author_foreign_id is null))
) with (fillfactor = 90);

create unique index messages_service_key on messages (workspace_id, service_key) where service_key is not null;

-- Plain history, a thread, and unread counts read these alone. History is by time: imported messages have new numbers and
-- old times.
create index messages_history on messages (workspace_id, channel_id, created_at desc, seq desc)
  where parent_message_id is null and deleted_at is null;
create index messages_replies on messages (workspace_id, parent_message_id, created_at, seq)
  where parent_message_id is not null and deleted_at is null;
-- A channel's replies, of all its threads, for what is read of it besides its roots.
create index messages_replies_of_channel on messages (workspace_id, channel_id, created_at, seq)
  where parent_message_id is not null and deleted_at is null;
create index messages_replies_by_seq on messages (workspace_id, parent_message_id, seq desc) include (user_id)
  where parent_message_id is not null and deleted_at is null and not is_imported;
create index messages_roots on messages (workspace_id, channel_id, seq desc) include (user_id)
  where parent_message_id is null and deleted_at is null and not is_imported;
-- Lets a reader find the few old messages that changed without passing over all that did not.
create index messages_changed on messages (workspace_id, channel_id, rev) where rev <> created_rev;
create index messages_pinned on messages (workspace_id, channel_id, (metadata->>'pinned_at') desc, seq desc)
  where metadata->>'pinned' = 'true' and deleted_at is null;

-- How far a person has read. Without a row, or with one older than their membership, they have read what was
-- there when they joined (channels.memberships.joined_seq).
create table reads (
  workspace_id uuid not null,
  user_id uuid not null,
  channel_id uuid not null,
  last_read_seq bigint not null,
  -- Null where nothing is before it any more: all has been marked unread.
  last_read_message_id uuid,
  read_at timestamptz not null,
  primary key (workspace_id, user_id, channel_id)
) with (fillfactor = 70);
-- For removing a channel.
create index reads_of_channel on reads (workspace_id, channel_id);

-- Whom a message mentions: a person, or everyone in the channel (null). Deleting a message deletes its rows.
create table mentions (
  workspace_id uuid not null,
  channel_id uuid not null,
  user_id uuid,
  seq bigint not null,
  message_id uuid not null,
  author_id uuid,
  is_reply boolean not null,
  unique nulls not distinct (workspace_id, channel_id, user_id, seq)
);
-- The mention inbox reads a channel's newest that mention a person, or everyone.
create index mentions_inbox on mentions (workspace_id, user_id, channel_id, message_id) include (author_id);
-- Hashed, so that no plan walks it in order past everybody else's mentions.
create index mentions_of_message on mentions using hash (message_id);

-- One author's one emoji on one message; what messages.reactions and reaction_count sum up. Changed with the head
-- locked.
create table reactions (
  workspace_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  -- Who gave it: the user's or twin's id, or what `bridged_author` makes of a bridged author.
  author_id uuid not null,
  -- Null where a twin or a bridged author gave it.
  user_id uuid,
  emoji text not null,
  channel_id uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, message_id, emoji, author_id)
);
-- The first to give an emoji.
create index reactions_by_age on reactions (workspace_id, message_id, emoji, id);

-- Who takes part in a thread or follows it. A row is made by the first reply for the root's author, for whoever replies
-- and for whoever a reply mentions, following; only they themselves change that afterwards.
create table thread_people (
  workspace_id uuid not null,
  root_id uuid not null,
  user_id uuid not null,
  channel_id uuid not null,
  is_following boolean not null default true,
  -- The number of their replies that are not deleted, and the seq of the first since they last had none.
  replies int not null default 0,
  first_seq bigint,
  -- The thread's newest reply that was not imported, the same for everyone in it: what a person's threads are ordered by,
  -- and whether they have read it. Null while there is none.
  last_reply_seq bigint,
  last_reply_at timestamptz,
  -- How far they have read it, a number of the channel's.
  last_read_seq bigint not null default 0,
  primary key (workspace_id, root_id, user_id)
) with (fillfactor = 85);
create index thread_people_following on thread_people (workspace_id, user_id, last_reply_at, root_id)
  where is_following and last_reply_at is not null;
create index thread_people_unread on thread_people (workspace_id, user_id, root_id)
  where is_following and last_reply_seq > last_read_seq;

-- The search document of each message. Written when the message's text or file names change, and when it is deleted; not
-- for reactions, pins and reply counts.
create table search_documents (
  workspace_id uuid not null,
  message_id uuid not null,
  channel_id uuid not null,
  created_at timestamptz not null,
  -- The rev of the message that the document was made from; an older one never replaces a newer one.
  rev bigint not null,
  -- The transaction that stored the row: later pages of a search leave out what the first page's snapshot cannot see.
  stored_by xid8 not null default pg_current_xact_id(),
  -- Words, word forms, single and paired characters of scripts without spaces, and tokens (`#…`) for all that
  -- narrows a search; see search_tokens.
  lexemes tsvector not null,
  -- The text as search_fold makes it: one space between words, and before and after.
  folded text not null,
  primary key (workspace_id, message_id)
);

-- Messages whose document is to be made, a row for each change of their text: written with the change, deleted with the
-- document's commit. Large ones are indexed apart, so that the others do not wait for them.
create table search_queue (
  workspace_id uuid not null,
  message_id uuid not null,
  rev bigint not null,
  characters int not null,
  is_large boolean not null generated always as (characters > 2000) stored,
  queued_at timestamptz not null,
  primary key (workspace_id, is_large, message_id, rev)
);
-- Rows live for milliseconds, so dead ones outnumber live ones at once.
alter table search_queue set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000
);

-- Lexemes in their channels: what is found by these costs what is found, however much is said elsewhere. Days and
-- months are left out.
create function search_keys(channel_id uuid, lexemes tsvector) returns bigint[]
language sql immutable parallel safe as $$
  select array_agg(hashtextextended(lexeme, uuid_hash_extended(channel_id, 0)))
  from unnest(tsvector_to_array(lexemes)) lexeme where left(lexeme, 2) not in ('#d', '#m')
$$;

-- What is new waits in a pending list, which every search reads through and the indexer empties; whoever
-- stores a document only has to when the list has grown beyond the limit (kB).
create index search_documents_found on search_documents
  using gin (lexemes, folded gin_trgm_ops) with (fastupdate = on, gin_pending_list_limit = 32768);
create index search_documents_by_key on search_documents
  using gin (search_keys(channel_id, lexemes)) with (fastupdate = on, gin_pending_list_limit = 32768);
-- Statistics of keys would only make planning slower: whoever searches knows better what it asks for.
alter index search_documents_by_key alter column 1 set statistics 0;
create index search_documents_in_channel on search_documents (channel_id, created_at);

-- What someone has begun to write in a channel or thread. Theirs alone.
create table drafts (
  workspace_id uuid not null,
  user_id uuid not null,
  channel_id uuid not null,
  -- The thread's root, for a reply.
  parent_message_id uuid,
  content text not null,
  file_ids uuid[] not null,
  updated_at timestamptz not null,
  unique nulls not distinct (workspace_id, user_id, channel_id, parent_message_id)
) with (fillfactor = 70);
create index drafts_of_person on drafts (workspace_id, user_id, updated_at desc);
create index drafts_of_channel on drafts (workspace_id, channel_id);

create table scheduled_messages (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  channel_id uuid not null,
  -- The author, or who posts as the twin; scheduled_by differs if an admin's key scheduled it for them.
  user_id uuid not null,
  scheduled_by uuid not null,
  parent_message_id uuid,
  -- What is posted, as post_message takes it, but for the parent and the files. Without its text once it was sent.
  post jsonb not null,
  file_ids uuid[] not null,
  send_at timestamptz not null,
  -- Not before then, after a try that failed for no fault of the message.
  retry_at timestamptz,
  tries int not null default 0,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed')),
  failure_reason text check ((failure_reason is not null) = (status = 'failed')),
  -- The message that it became.
  message_id uuid check ((message_id is not null) = (status = 'sent')),
  -- When it was sent or failed.
  done_at timestamptz check ((done_at is null) = (status = 'pending')),
  trace jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
) with (fillfactor = 70);
create index scheduled_due on scheduled_messages ((greatest(send_at, retry_at))) where status = 'pending';
create index scheduled_due_of_channel on scheduled_messages (workspace_id, channel_id, (greatest(send_at, retry_at)))
  where status = 'pending';
create index scheduled_of_person on scheduled_messages (workspace_id, user_id, send_at, id) where status <> 'sent';
create index scheduled_of_channel on scheduled_messages (workspace_id, channel_id, send_at, id) where status = 'pending';
-- What was sent is kept for a shorter time than what has failed.
create index scheduled_done on scheduled_messages (status, done_at) where status <> 'pending';

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
  -- Until when a process has it for reading.
  claimed_until timestamptz,
  -- How many times one has had it; how many of them its claim expired, since the process had died, or it took too long.
  attempts int not null default 0,
  crashes int not null default 0,
  slow_reads int not null default 0,
  primary key (workspace_id, file_id),
  foreign key (workspace_id, file_id) references files on delete cascade
);
create index file_texts_queued on file_texts (workspace_id, is_imported, due_at) where status = 'queued';
-- What is being read, beside however many that wait.
create index file_texts_claimed on file_texts (workspace_id, claimed_until) where claimed_until is not null;

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
