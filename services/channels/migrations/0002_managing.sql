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
  deleted_at timestamptz not null default now(),
  -- When those who remove it were last told to.
  told_at timestamptz not null default now()
);
create index deletions_by_telling on deletions (told_at);

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

-- The channel as an event shows it. The parent is given, since not everybody may see it.
create function channel_json(c channels, in_parent uuid, in_message_count bigint) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', c.id, 'workspace_id', c.workspace_id, 'name', c.name,
    'display_name', c.display_name, 'description', c.description, 'channel_type', c.channel_type, 'topic', c.topic,
    'is_private', c.is_private, 'is_archived', c.is_archived, 'parent_channel_id', in_parent,
    'member_count', c.member_count, 'message_count', in_message_count, 'created_by', c.created_by,
    'created_at', parley.iso(c.created_at), 'updated_at', parley.iso(c.updated_at))
$$;

-- Tells people in their own rooms, a hundred to an event: on Redis each room's message names all rooms of its event.
create function tell_people(
  in_type text, in_workspace uuid, in_channel uuid, in_users uuid[], in_data jsonb, in_trace jsonb
) returns void language sql as $$
  select tell(in_type, in_workspace, in_channel, array_agg(user_room(in_workspace, told.person)), in_data, in_trace)
  from (select person, (row_number() over (order by person) - 1) / 100 as part from unnest(in_users) person) told
  group by told.part
$$;

-- Tells of a channel in the given rooms, which must be those of its members and, where it is public, of the workspace.
-- Members who cannot see its parent are told apart, without it; a public channel's parent is hidden from guests alone.
create function tell_channel(in_type text, c channels, in_rooms text[], in_trace jsonb) returns void
language plpgsql as $$
declare
  counted bigint := coalesce((select k.message_count from messaging.channel_counts k where k.channel_id = c.id), 0);
  blind uuid[] := '{}';
  sighted uuid[];
begin
  if c.parent_channel_id is not null then
    blind := array(select m.user_id from members m where m.channel_id = c.id and not exists (
      select from access a
      where a.workspace_id = c.workspace_id and a.channel_id = c.parent_channel_id and a.user_id = m.user_id));
  end if;
  if blind = '{}' then
    perform tell(in_type, c.workspace_id, c.id, in_rooms, channel_json(c, c.parent_channel_id, counted), in_trace);
    return;
  end if;
  sighted := array(
    select m.user_id from members m join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
    where m.channel_id = c.id and m.user_id <> all(blind) and (c.is_private or p.role = 'guest'));
  if not c.is_private then
    perform tell(in_type, c.workspace_id, c.id, array[workspace_room(c.workspace_id)],
      channel_json(c, c.parent_channel_id, counted), in_trace);
  end if;
  perform tell_people(in_type, c.workspace_id, c.id, sighted, channel_json(c, c.parent_channel_id, counted), in_trace);
  perform tell_people(in_type, c.workspace_id, c.id, blind, channel_json(c, null, counted), in_trace);
end $$;

-- Tells a channel's members, and the workspace where it is public, of what it is now.
create function tell_updated(c channels, in_trace jsonb) returns void language sql as $$
  select tell_channel('channel.updated', c,
    case when c.is_private then array[channel_room(c.id)]
      else array[workspace_room(c.workspace_id), channel_room(c.id)] end, in_trace)
$$;

create or replace function open_channel(in_channel uuid, in_users uuid[], in_trace jsonb) returns void
language plpgsql as $$
declare
  opened channels;
  entered members[];
  told text[];
begin
  select * into strict opened from channels where id = in_channel for no key update;
  with arrived as (
    insert into members (workspace_id, channel_id, user_id, role, added_by)
    select opened.workspace_id, opened.id, u, case when u = opened.created_by then 'admin' else 'member' end,
      opened.created_by
    from unnest(in_users) u
    returning *
  ), counted as (
    update channels set member_count = member_count + (select count(*) from arrived) where id = opened.id
  )
  select array_agg(a::members order by a.role, a.user_id) into entered from arrived a;
  select * into strict opened from channels where id = in_channel;
  told := array(select user_room(opened.workspace_id, m.user_id) from unnest(entered) m);
  if not opened.is_private then
    told := array_prepend(workspace_room(opened.workspace_id), told);
  end if;
  perform tell_channel('channel.created', opened, told, in_trace);
  perform tell_added(entered, case when opened.is_private then told else '{}' end, in_trace);
end $$;
drop function channel_json(channels);

-- Deletes a channel that the caller has locked. Everything that reads of channels joins them, so from the commit on
-- nothing of it can be read; what other services have of it is removed by those whom `channel.deleted` starts. The
-- head is held, so that a message is posted before this or finds the channel gone.
create function delete_channel(in_channel uuid, in_by uuid, in_trace jsonb) returns void language plpgsql as $$
declare
  gone channels;
  orphan channels;
begin
  perform messaging.hold_channel(in_channel);
  select * into strict gone from channels where id = in_channel for update;
  -- In a small channel also in the own rooms of whoever is not in its room yet, or hears nothing of the workspace.
  perform tell('channel.deleted', gone.workspace_id, gone.id,
    array[channel_room(gone.id)]
      || case when gone.is_private then '{}' else array[workspace_room(gone.workspace_id)] end
      || array(
        select user_room(m.workspace_id, m.user_id) from members m
        join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
        where m.channel_id = gone.id and gone.member_count <= 100 and (gone.is_private or p.role = 'guest')
        order by m.user_id),
    jsonb_build_object('id', gone.id, 'workspace_id', gone.workspace_id), in_trace);
  insert into deletions (channel_id, workspace_id, deleted_by) values (gone.id, gone.workspace_id, in_by);
  perform from channels c where c.parent_channel_id = gone.id order by c.id for no key update;
  for orphan in
    update channels set parent_channel_id = null, updated_at = now() where parent_channel_id = gone.id returning *
  loop
    perform tell_updated(orphan, in_trace);
  end loop;
  delete from channels where id = gone.id;
end $$;

revoke execute on all functions in schema channels from public;
grant usage on schema channels to parley_chat_engine;
grant select on twins to parley_messaging, parley_gateway, parley_chat_engine;
grant execute on function twin_profile(uuid, uuid) to parley_messaging, parley_gateway, parley_chat_engine;
grant select on access, memberships to parley_chat_engine;
