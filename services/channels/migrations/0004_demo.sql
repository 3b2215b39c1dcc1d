-- Workspaces with demo data, and its channels, as far as nobody has deleted them.
create table demos (
  workspace_id uuid primary key,
  loaded_by uuid not null,
  loaded_at timestamptz not null default now()
);

create table demo_channels (
  workspace_id uuid not null,
  channel_id uuid not null,
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);
