-- Digital twins: who they are to the people who talk with them; and runs, the turns in which an engine answers.

grant usage on schema chat_engine to parley_channels, parley_messaging, parley_gateway;

create table twins (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  -- What they are mentioned by; unique in a workspace whatever its case.
  handle text not null,
  avatar_url text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index twins_handle on twins (workspace_id, lower(handle));

-- The processes that run turns. Whoever finds a lease over deletes it and takes over the runs that name it; what the
-- process still writes for them is refused, since it locks its lease first.
create table leases (
  id uuid primary key,
  until timestamptz not null
);

create table runs (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  -- Who asked.
  user_id uuid not null,
  -- The twin that answers.
  twin_id uuid,
  -- The private conversation, or the channel and perhaps the thread in it, that the answer belongs to.
  session_id uuid,
  channel_id uuid,
  thread_id uuid,
  -- The message that it answers, in the private conversation or in the channel.
  question_id uuid,
  -- The run whose question this one answers again.
  retry_of uuid,
  -- The caller's own key of what they asked, under which nothing is asked twice, and the hash of their request.
  idempotency_key text,
  request_hash text,
  -- What was asked, as the run was started with it: what a replica needs to go on with it.
  request jsonb not null,
  status text not null default 'running' check (status in ('running', 'waiting', 'done', 'stopped', 'failed')),
  -- The lease of the process that runs it; null once it has ended.
  lease_id uuid,
  stop_requested_at timestamptz,
  -- The answer, once the run has ended: all of it, or what there was when it was stopped or failed.
  reply text,
  -- What was made for it, once the run has ended (`AnswerFile` of src/runs/run.ts).
  attachments jsonb not null default '[]',
  -- The message that the answer became in its channel.
  reply_message_id uuid,
  model text,
  tools_used text[] not null default '{}',
  confidence real,
  -- Why the answer ends where it does, as the engine said; `stopped` by a person.
  stop_reason text,
  error_code text,
  error_message text,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  trace jsonb not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  -- When its events were deleted, a while after its end.
  trimmed_at timestamptz,
  primary key (workspace_id, id),
  check ((session_id is null) <> (channel_id is null)),
  check ((ended_at is null) = (status in ('running', 'waiting'))),
  check ((lease_id is null) = (ended_at is not null)),
  check ((idempotency_key is null) = (request_hash is null))
) with (fillfactor = 70);
create index runs_of_lease on runs (lease_id) where lease_id is not null;
create index runs_to_trim on runs (ended_at) where ended_at is not null and trimmed_at is null;
create index runs_of_person on runs (workspace_id, user_id, id);
create unique index runs_of_key on runs (workspace_id, user_id, idempotency_key) where idempotency_key is not null;
create index runs_of_session on runs (workspace_id, session_id) where session_id is not null;
create index runs_in_channel on runs (workspace_id, channel_id, id) where ended_at is null;
create index runs_under_way on runs (workspace_id, user_id, id) where ended_at is null;

-- What people think of answers.
create table run_feedback (
  workspace_id uuid not null,
  run_id uuid not null,
  user_id uuid not null,
  rating smallint not null check (rating in (1, -1)),
  comment text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, run_id, user_id),
  foreign key (workspace_id, run_id) references runs on delete cascade
);

-- Private conversations of a person with engines.
create table chat_sessions (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  title text not null,
  -- What the title is found by: private_lexemes.
  lexemes tsvector not null,
  -- The last message of the version that is shown; null while there is none.
  head_id uuid,
  created_at timestamptz not null default now(),
  last_message_at timestamptz not null default now(),
  primary key (workspace_id, id)
) with (fillfactor = 80);
create index chat_sessions_of_person on chat_sessions (workspace_id, user_id, last_message_at desc, id desc);
-- What is new waits in a pending list, which every search reads through: it is kept short.
create index chat_sessions_found on chat_sessions using gin (lexemes) with (gin_pending_list_limit = 256);

-- What was said in them: a tree. A question that was asked again, and an answer that was given again, stand beside the
-- earlier ones.
create table chat_messages (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  session_id uuid not null,
  -- The message that it follows; null for the first.
  parent_id uuid,
  -- The first of its versions, which may be itself.
  version_of uuid not null,
  role text not null check (role in ('user', 'assistant')),
  personality text not null,
  content text not null,
  -- What it is found by: private_lexemes.
  lexemes tsvector not null,
  -- The run that answers the question, or that wrote the answer.
  run_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, session_id) references chat_sessions on delete cascade
);
create index chat_messages_of_session on chat_messages (workspace_id, session_id, id);
create index chat_messages_found on chat_messages using gin (lexemes) with (gin_pending_list_limit = 256);
create index chat_messages_after on chat_messages (workspace_id, parent_id, id) where parent_id is not null;
create index chat_messages_versions on chat_messages (workspace_id, version_of, id);

-- What a run's clients receive, in order. `number` counts from 1 in each run, and is the `id` of the event in the stream.
create table run_events (
  workspace_id uuid not null,
  run_id uuid not null,
  number int not null,
  event text not null,
  data jsonb not null,
  primary key (workspace_id, run_id, number)
);
