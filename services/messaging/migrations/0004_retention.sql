-- For how many days messages are kept: of the workspace, where channel_id is null, and of channels that have a setting of
-- their own, or had one (is_own).
create table retention (
  workspace_id uuid not null,
  channel_id uuid,
  -- Null: for ever.
  days int check (days between 1 and 3650),
  is_own boolean not null default true,
  -- Nothing is deleted by the setting before.
  applies_at timestamptz not null,
  updated_by uuid not null,
  updated_at timestamptz not null,
  unique nulls not distinct (workspace_id, channel_id)
);

-- Channels of which messages are being deleted, and how many were: gone once the last is.
create table retention_sweeps (
  workspace_id uuid not null,
  channel_id uuid not null,
  messages bigint not null,
  primary key (workspace_id, channel_id)
);
