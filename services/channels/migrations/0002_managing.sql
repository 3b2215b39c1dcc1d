-- Managing channels: notification levels, twins, changes, deletion.

set local check_function_bodies = off; -- what is named here of later schemas does not exist yet

-- What a member wants to hear of a channel.
alter table members add column notification_level text not null default 'all'
  check (notification_level in ('all', 'mentions', 'none'));

-- Which twins take part in which channel, and how. A twin's name and picture are chat_engine's to know.
create table twin_assignments (
  workspace_id uuid not null,
  channel_id uuid not null references channels on delete cascade,
  ai_twin_id uuid not null,
  participation_mode text not null default 'on-demand'
    check (participation_mode in ('active', 'passive', 'on-demand')),
  assigned_by uuid not null,
  assigned_at timestamptz not null default now(),
  primary key (channel_id, ai_twin_id)
);
create index twin_assignments_of_twin on twin_assignments (workspace_id, ai_twin_id);

-- Channels that were deleted, for as long as something of them is still being removed elsewhere.
create table deletions (
  channel_id uuid primary key,
  workspace_id uuid not null,
  deleted_by uuid not null,
  deleted_at timestamptz not null default now()
);

create or replace view access as
  select c.workspace_id, c.id as channel_id, p.user_id,
    m.user_id is not null as is_member, m.role as channel_role, p.role as workspace_role,
    c.is_private, c.is_archived, c.channel_type, c.name, c.member_count, c.created_by
  from channels c
  join gateway.people p on p.workspace_id = c.workspace_id
  left join members m on m.workspace_id = c.workspace_id and m.channel_id = c.id and m.user_id = p.user_id
  where m.user_id is not null or (not c.is_private and p.role <> 'guest');

create or replace view memberships as
  select workspace_id, user_id, channel_id, joined_seq, notification_level from members;

-- A function, for a view could not name what migrates after it; one plain query, so that the planner inlines it.
create function twin_profile(in_workspace uuid, in_twin uuid) returns table (name text, avatar_url text)
language sql stable as $$
  select p.name, p.avatar_url from chat_engine.twin_profiles p
  where p.workspace_id = in_workspace and p.ai_twin_id = in_twin
$$;

-- The twins that take part in a channel; one that is gone takes part in none.
create view twins as
  select t.workspace_id, t.channel_id, t.ai_twin_id, t.participation_mode, p.name, p.avatar_url, t.assigned_at
  from twin_assignments t cross join lateral twin_profile(t.workspace_id, t.ai_twin_id) p;

revoke execute on all functions in schema channels from public;
grant usage on schema channels to parley_chat_engine;
grant select on twins to parley_messaging, parley_gateway, parley_chat_engine;
grant execute on function twin_profile(uuid, uuid) to parley_messaging, parley_gateway, parley_chat_engine;
grant select on access, memberships to parley_chat_engine;
