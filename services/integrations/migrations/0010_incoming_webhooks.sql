-- Incoming webhooks: URLs that programs post messages to.
create table incoming_webhooks (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  channel_id uuid not null,
  name text not null,
  avatar_url text,
  is_active boolean not null default true,
  -- SHA-256 of what its URL ends with.
  token_hash bytea not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 80);
create unique index incoming_webhooks_by_token on incoming_webhooks (token_hash);

-- How much may still be posted at once, by one webhook or all of a workspace: it fills up as time passes.
create table incoming_allowances (
  workspace_id uuid not null,
  -- A webhook's id, or the workspace's own for all of them.
  holder uuid not null,
  left_over double precision not null,
  filled_at timestamptz not null default now(),
  primary key (workspace_id, holder)
) with (fillfactor = 50);
