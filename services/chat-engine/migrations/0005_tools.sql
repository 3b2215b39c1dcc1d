-- Tools: who may use which, the servers that bring some, and the people's approval of single calls.

create table tool_policies (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  -- Null: for the whole workspace.
  twin_id uuid,
  tool text not null,
  permission text not null check (permission in ('allow', 'ask', 'deny')),
  -- Of a server's tool that is allowed: the digest of what it said of itself then. It is asked for again once that changes.
  digest text,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (workspace_id, id),
  unique nulls not distinct (workspace_id, twin_id, tool),
  foreign key (workspace_id, twin_id) references twins (workspace_id, id) on delete cascade
);

create table mcp_servers (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  -- In the names of its tools: `<name>__<tool>`.
  name text not null,
  url text not null,
  -- The headers it is called with, sealed; null for none. Their names are shown.
  headers text,
  header_names text[] not null,
  -- Whether its tools that say they only read need no approval.
  trusts_read_only boolean not null,
  is_enabled boolean not null,
  -- What it offered when it was last asked, cleaned and bounded, and what it failed with since, if it did.
  tools jsonb not null default '[]',
  tools_at timestamptz,
  error text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

-- What a run that waits for a person needs to go on in another process: what it has said and done so far.
create table run_states (
  workspace_id uuid not null,
  run_id uuid not null,
  state jsonb not null,
  primary key (workspace_id, run_id)
);

-- Each call of a tool that somebody was asked to approve. They are kept: who asked, who decided, about what.
create table approvals (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  run_id uuid not null,
  -- Whose run it is.
  user_id uuid not null,
  -- The channel that the answer goes to; null in a private conversation.
  channel_id uuid,
  tool text not null,
  input jsonb not null,
  -- Why it is asked for: the tool's permission, or what is in its input.
  reason text not null check (reason in ('permission', 'untrusted_url')),
  status text not null default 'pending' check (status in ('pending', 'approved', 'denied', 'expired', 'cancelled')),
  decided_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  decided_at timestamptz,
  primary key (workspace_id, id),
  check ((status = 'pending') = (decided_at is null)),
  check ((decided_by is null) = (status not in ('approved', 'denied')))
);
create index approvals_of_person on approvals
  (workspace_id, user_id, (status = 'pending') desc, created_at desc, id desc);
create index approvals_of_workspace on approvals (workspace_id, (status = 'pending') desc, created_at desc, id desc);
create index approvals_of_run on approvals (workspace_id, run_id);
create index approvals_to_delete on approvals (created_at) where status <> 'pending';
create index approvals_to_expire on approvals (expires_at) where status = 'pending';

-- Who changed what about tools, and how each approval ended.
create table tool_changes (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  -- Null where nobody did: an approval that expired.
  user_id uuid,
  action text not null,
  -- The tool, the server's name or the approval's tool.
  subject text not null,
  details jsonb not null,
  at timestamptz not null default now(),
  primary key (workspace_id, id)
);
