-- Digital twins: who they are to the people who talk with them.

create table twins (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  name text not null,
  -- What they are mentioned by; unique in a workspace whatever its case.
  handle text not null,
  avatar_url text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index twins_handle on twins (workspace_id, lower(handle));

-- Published: what is shown of a twin wherever one appears.
create view twin_profiles as
  select workspace_id, id as ai_twin_id, name, avatar_url from twins;

grant usage on schema chat_engine to parley_channels, parley_messaging, parley_gateway;
grant select on twin_profiles to parley_channels, parley_messaging, parley_gateway;
