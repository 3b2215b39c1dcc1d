-- Digital twins: who they are to the people who talk with them.

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
