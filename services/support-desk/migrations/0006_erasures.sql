-- What was erased, and what has become of each kind of copy.

-- One for each conversation or visitor that was deleted: ids alone.
create table erasures (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  subject_kind text not null check (subject_kind in ('conversation', 'visitor')),
  subject_id uuid not null,
  requested_by uuid not null,
  requested_at timestamptz not null default now(),
  -- Since when it runs: it is begun again where somebody asks for it.
  started_at timestamptz not null default now(),
  state text not null default 'running' check (state in ('running', 'done', 'partial')),
  completed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, subject_kind, subject_id)
);

create table erased_copies (
  workspace_id uuid not null,
  erasure_id uuid not null,
  kind text not null,
  count int not null default 0,
  state text not null default 'pending' check (state in ('pending', 'done', 'refused')),
  reason text,
  primary key (workspace_id, erasure_id, kind),
  foreign key (workspace_id, erasure_id) references erasures (workspace_id, id) on delete cascade
);

-- What copies are still looked for by, until nothing is left: the conversations that are gone, and the keys of stored
-- objects whose bytes are to go.
create table erased_conversations (
  workspace_id uuid not null,
  erasure_id uuid not null,
  conversation_id uuid not null,
  primary key (workspace_id, erasure_id, conversation_id),
  foreign key (workspace_id, erasure_id) references erasures (workspace_id, id) on delete cascade
);
create table erased_objects (
  workspace_id uuid not null,
  erasure_id uuid not null,
  key text not null,
  primary key (workspace_id, erasure_id, key),
  foreign key (workspace_id, erasure_id) references erasures (workspace_id, id) on delete cascade
);
