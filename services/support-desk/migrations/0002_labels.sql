-- What a desk sorts its conversations by, and what its agents keep at hand.

create table labels (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  color text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index labels_by_name on labels (workspace_id, lower(name));

-- Agents for whom a conversation may wait together. Who is an agent is the gateway's to know.
create table teams (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index teams_by_name on teams (workspace_id, lower(name));

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  user_id uuid not null,
  primary key (workspace_id, team_id, user_id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
);

-- What agents keep for themselves, or share: canned replies, macros and saved views.
create table presets (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('reply', 'macro', 'view')),
  -- Whose it is; null for what all agents share.
  user_id uuid,
  name text not null,
  -- All that its kind has beside the name, as the API shows it, ids as UUIDs.
  content jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index presets_by_name on presets (workspace_id, kind, user_id, lower(name)) nulls not distinct;
