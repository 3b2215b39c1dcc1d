-- A twin's instructions and tools, and what they were before.

drop index twins_handle;

alter table twins
  -- The handle as it is compared: handles are stored folded but for these signs.
  add column handle_key text not null generated always as (translate(lower(handle), '._-', '')) stored,
  -- Every workspace has it: its instructions while `personality` and `system_prompt` are null are in the sources.
  add column is_built_in boolean not null default false,
  -- Who it is, and what it is to do.
  add column personality text,
  add column system_prompt text,
  -- Null for the default.
  add column model text,
  -- The tools that it may use; null for all.
  add column tools text[],
  add column version int not null default 1,
  -- Null of a built-in.
  add column created_by uuid;

create unique index twins_handle on twins (workspace_id, handle_key);

-- What a twin is and was, a row for each change; its handle is no part of it.
create table twin_versions (
  workspace_id uuid not null,
  twin_id uuid not null,
  version int not null,
  name text not null,
  personality text,
  system_prompt text,
  model text,
  tools text[],
  avatar_url text,
  -- Null of the first of a built-in.
  changed_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, twin_id, version),
  foreign key (workspace_id, twin_id) references twins (workspace_id, id) on delete cascade
);

-- The messages of channels that twins answer, each once: those that wait, that are being answered, and those that were.
create table twin_answers (
  workspace_id uuid not null,
  message_id uuid not null,
  twin_id uuid not null,
  channel_id uuid not null,
  -- The thread that the message is in, and so its answer.
  thread_id uuid,
  -- The message's number in its channel, and who wrote it.
  seq bigint not null,
  user_id uuid not null,
  -- How many machines have answered one another up to the message.
  hops int not null,
  asked_at timestamptz not null,
  -- Whether the twin was mentioned or replied to. Of what it was not asked, the newest is answered for all.
  is_asked boolean not null,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'over')),
  run_id uuid,
  -- The message, its channel or the twin's place there is gone: whatever is written is not posted.
  is_cancelled boolean not null default false,
  -- A message that the twin had read was edited or deleted before it had ended.
  context_changed boolean not null default false,
  trace jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, message_id, twin_id)
) with (fillfactor = 80);
-- A twin answers one message of a channel at a time.
create unique index twin_answers_running on twin_answers (workspace_id, channel_id, twin_id) where status = 'running';
create index twin_answers_waiting on twin_answers (workspace_id, channel_id, twin_id, seq) where status = 'waiting';
create index twin_answers_of_run on twin_answers (workspace_id, run_id) where run_id is not null;
create index twin_answers_of_channel on twin_answers (workspace_id, channel_id, created_at);
create index twin_answers_of_twin on twin_answers (workspace_id, twin_id, created_at);
create index twin_answers_to_delete on twin_answers (created_at) where status = 'over';

create index runs_of_twin on runs (workspace_id, twin_id) where ended_at is null;
create index runs_of_question on runs (workspace_id, question_id) where question_id is not null;
create index runs_of_reply on runs (workspace_id, reply_message_id) where reply_message_id is not null;
