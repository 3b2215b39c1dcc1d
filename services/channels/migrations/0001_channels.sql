-- Channels, their members and the twins assigned to them.

grant usage on schema channels to parley_messaging, parley_gateway, parley_chat_engine;

create table channels (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  display_name text,
  description text,
  channel_type text not null check (channel_type in ('text', 'voice', 'thread', 'dm')),
  topic text,
  is_private boolean not null default false,
  is_archived boolean not null default false,
  -- The one channel of each workspace that holds every non-guest.
  is_general boolean not null default false check (not (is_general and (is_private or is_archived))),
  parent_channel_id uuid,
  -- Whom a dm was opened for, ascending: the same people always get the same channel.
  participants uuid[],
  member_count int not null default 0 check (member_count >= 0),
  -- When somebody last left: what the room was shown before that is not to be opened by a URL given to the room.
  departed_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_channel_id) references channels (workspace_id, id)
    on delete set null (parent_channel_id),
  check ((channel_type = 'dm') = (participants is not null)),
  check (is_private or channel_type <> 'dm')
) with (fillfactor = 85);

create unique index channels_name on channels (workspace_id, lower(name)) where channel_type <> 'dm';
create unique index channels_dm on channels (workspace_id, participants) where channel_type = 'dm';
create unique index channels_general on channels (workspace_id) where is_general;
create index channels_public_by_name on channels (workspace_id, name, id)
  include (channel_type, is_archived) where not is_private;
create index channels_children on channels (workspace_id, parent_channel_id) where parent_channel_id is not null;

create table members (
  workspace_id uuid not null,
  channel_id uuid not null,
  user_id uuid not null,
  role text not null default 'member' check (role in ('admin', 'member')),
  -- What a member wants to be notified of.
  notification_level text not null default 'all' check (notification_level in ('all', 'mentions', 'none')),
  added_by uuid,
  joined_at timestamptz not null default now(),
  -- The channel's newest message when they joined: what came before is history to them, not unread.
  joined_seq bigint not null default 0,
  -- Of a dm that they have closed: its newest message then. It is hidden until there is a newer one.
  hidden_after timestamptz,
  primary key (workspace_id, channel_id, user_id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);
create index members_by_person on members (workspace_id, user_id, channel_id);
create index members_by_age on members (workspace_id, channel_id, joined_at, user_id);
create index members_admins on members (workspace_id, channel_id, user_id) where role = 'admin';

-- When each person last stopped being a member, also of those who are members again.
create table former_members (
  workspace_id uuid not null,
  channel_id uuid not null,
  user_id uuid not null,
  left_at timestamptz not null,
  primary key (workspace_id, channel_id, user_id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);

-- Which twins take part in which channel, and how. A twin's name and picture are chat_engine's to know.
create table twin_assignments (
  workspace_id uuid not null,
  channel_id uuid not null,
  ai_twin_id uuid not null,
  participation_mode text not null default 'on-demand'
    check (participation_mode in ('active', 'passive', 'on-demand')),
  assigned_by uuid not null,
  assigned_at timestamptz not null default now(),
  primary key (workspace_id, channel_id, ai_twin_id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);
create index twin_assignments_of_twin on twin_assignments (workspace_id, ai_twin_id);

-- Channels that were deleted, for as long as something of them is still being removed elsewhere.
create table deletions (
  workspace_id uuid not null,
  channel_id uuid not null,
  deleted_by uuid not null,
  deleted_at timestamptz not null default now(),
  -- When the jobs that remove it were last started.
  started_at timestamptz not null default now(),
  primary key (workspace_id, channel_id)
);
create index deletions_by_start on deletions (started_at);
