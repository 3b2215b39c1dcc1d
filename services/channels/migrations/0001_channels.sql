create table channels (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  name text not null,
  display_name text,
  description text,
  channel_type text not null check (channel_type in ('text', 'voice', 'thread', 'dm')),
  topic text,
  is_private boolean not null default false,
  is_archived boolean not null default false,
  -- The one channel of each workspace that holds every non-guest.
  is_general boolean not null default false check (not (is_general and (is_private or is_archived))),
  parent_channel_id uuid references channels on delete set null,
  -- Whom a dm was opened for, ascending: the same people always get the same channel.
  participants uuid[],
  member_count int not null default 0 check (member_count >= 0),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((channel_type = 'dm') = (participants is not null)),
  check (is_private or channel_type <> 'dm')
) with (fillfactor = 85);

create unique index channels_name on channels (workspace_id, lower(name)) where channel_type <> 'dm';
create unique index channels_dm on channels (workspace_id, participants) where channel_type = 'dm';
create unique index channels_general on channels (workspace_id) where is_general;
create index channels_public_by_name on channels (workspace_id, name, id)
  include (channel_type, is_archived) where not is_private;
create index channels_children on channels (parent_channel_id) where parent_channel_id is not null;

create table members (
  workspace_id uuid not null,
  channel_id uuid not null references channels on delete cascade,
  user_id uuid not null,
  role text not null default 'member' check (role in ('admin', 'member')),
  added_by uuid,
  joined_at timestamptz not null default now(),
  -- The channel's newest message when they joined: what came before is history to them, not unread.
  joined_seq bigint not null default 0,
  primary key (channel_id, user_id)
);

create index members_by_person on members (workspace_id, user_id, channel_id);
create index members_by_age on members (channel_id, joined_at, user_id);
create index members_admins on members (channel_id, user_id) where role = 'admin';

-- Who may read which channel: its members, and every non-guest where it is public.
create view access as
  select c.workspace_id, c.id as channel_id, p.user_id,
    m.user_id is not null as is_member, m.role as channel_role, p.role as workspace_role,
    c.is_private, c.is_archived, c.channel_type, c.name, c.member_count
  from channels c
  join gateway.people p on p.workspace_id = c.workspace_id
  left join members m on m.workspace_id = c.workspace_id and m.channel_id = c.id and m.user_id = p.user_id
  where m.user_id is not null or (not c.is_private and p.role <> 'guest');

create view memberships as
  select workspace_id, user_id, channel_id, joined_seq from members;

-- Locks are taken in this order, whoever takes them: people, ascending; then channels, ascending.
-- A person is held shared by what adds them to a channel and exclusively by what takes them out of a workspace,
-- so that nobody stays behind in a channel of a workspace they have left.
create function person_key(in_workspace uuid, in_user uuid) returns bigint language sql immutable as
  $$ select hashtextextended('person:' || in_workspace::text || ':' || in_user::text, 0) $$;

create function hold_people(in_workspace uuid, in_users uuid[]) returns void language plpgsql as $$
declare
  person uuid;
begin
  for person in select distinct held from unnest(in_users) held order by held loop
    perform pg_advisory_xact_lock_shared(person_key(in_workspace, person));
  end loop;
end $$;

-- Those of the given people who are in the workspace, held there until the transaction ends.
create function lock_people(in_workspace uuid, in_users uuid[]) returns table (user_id uuid, role text)
language plpgsql as $$
#variable_conflict use_column
begin
  perform hold_people(in_workspace, in_users);
  return query select p.user_id, p.role::text from gateway.people p
    where p.workspace_id = in_workspace and p.user_id = any(in_users);
end $$;

-- Holds a person and locks a channel, then says how the caller and that person stand there; no row when the caller
-- cannot see it. What is read is read after the lock, so it holds until the transaction ends.
create function lock_channel(in_workspace uuid, in_channel uuid, in_caller uuid, in_target uuid)
returns table (
  channel_id uuid, channel_type text, created_by uuid, is_private boolean, is_archived boolean, is_general boolean,
  member_count int, caller_role text, caller_channel_role text, target_role text, target_channel_role text,
  target_joined_at timestamptz, has_other_admin boolean
) language plpgsql as $$
#variable_conflict use_column
begin
  perform hold_people(in_workspace, array[in_target]);
  perform from channels c where c.workspace_id = in_workspace and c.id = in_channel for no key update;
  return query
    select c.id, c.channel_type, c.created_by, c.is_private, c.is_archived, c.is_general, c.member_count,
      a.workspace_role::text, a.channel_role, target.role::text, m.role, m.joined_at,
      exists (select from members other
        where other.channel_id = c.id and other.role = 'admin' and other.user_id <> in_target)
    from access a
    join channels c on c.id = a.channel_id
    left join gateway.people target on target.workspace_id = in_workspace and target.user_id = in_target
    left join members m on m.channel_id = c.id and m.user_id = in_target
    where a.workspace_id = in_workspace and a.channel_id = in_channel and a.user_id = in_caller;
end $$;

-- Writes an event into the outbox in the envelope that every service uses.
create function tell(
  in_type text, in_workspace uuid, in_channel uuid, in_rooms text[], in_data jsonb, in_trace jsonb
) returns void language plpgsql as $$
declare
  event_id uuid := uuidv7();
begin
  insert into outbox (id, kind, name, rooms, payload, trace)
  values (event_id, 'event', in_type, in_rooms,
    jsonb_build_object('id', event_id, 'type', in_type, 'workspace_id', in_workspace, 'channel_id', in_channel,
      'seq', null, 'rev', null, 'at', parley.iso(now()), 'data', in_data),
    in_trace);
end $$;

create function channel_room(in_channel uuid) returns text language sql immutable as
  $$ select 'channel:' || in_channel::text $$;
create function user_room(in_workspace uuid, in_user uuid) returns text language sql immutable as
  $$ select 'user:' || in_workspace::text || ':' || in_user::text $$;
create function workspace_room(in_workspace uuid) returns text language sql immutable as
  $$ select 'workspace:' || in_workspace::text $$;

create function channel_json(c channels) returns jsonb language sql stable as $$
  select jsonb_build_object('id', c.id, 'workspace_id', c.workspace_id, 'name', c.name,
    'display_name', c.display_name, 'description', c.description, 'channel_type', c.channel_type, 'topic', c.topic,
    'is_private', c.is_private, 'is_archived', c.is_archived, 'parent_channel_id', c.parent_channel_id,
    'member_count', c.member_count, 'message_count', 0, 'created_by', c.created_by,
    'created_at', parley.iso(c.created_at), 'updated_at', parley.iso(c.updated_at))
$$;

create function membership_json(m members) returns jsonb language sql stable as $$
  select jsonb_build_object('user_id', m.user_id, 'channel_id', m.channel_id, 'role', m.role,
    'joined_at', parley.iso(m.joined_at))
$$;

-- Tells a channel's room, the newcomers' own and any others given that these people are now in.
create function tell_added(in_added members[], in_rooms text[], in_trace jsonb) returns void language plpgsql as $$
begin
  perform tell('member.added', m.workspace_id, m.channel_id,
    array(select distinct room from unnest(
      in_rooms || channel_room(m.channel_id) || user_room(m.workspace_id, m.user_id)) room order by room),
    membership_json(m) || jsonb_build_object(
      'display_name', p.display_name, 'email', p.email, 'avatar_url', p.avatar_url),
    in_trace)
  from unnest(in_added) m
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id;
end $$;

-- Gives a new channel its first members, its creator as admin, and tells of it. A private channel's room is still
-- empty, so its members hear of it, and of one another, in their own rooms.
create function open_channel(in_channel uuid, in_users uuid[], in_trace jsonb) returns void language plpgsql as $$
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
  perform tell('channel.created', opened.workspace_id, opened.id, told, channel_json(opened), in_trace);
  perform tell_added(entered, case when opened.is_private then told else '{}' end, in_trace);
end $$;

-- Adds people to a channel that the caller has locked, counting and telling; those who were in already stay as they
-- are. Answers who is new.
create function enrol(in_channel uuid, in_users uuid[], in_by uuid, in_trace jsonb)
returns setof members language plpgsql as $$
declare
  entered members[];
begin
  with arrived as (
    insert into members (workspace_id, channel_id, user_id, added_by, joined_seq)
    select c.workspace_id, c.id, u, in_by, coalesce(counts.seq, 0)
    from channels c cross join (select distinct unnest(in_users) u) given
    left join messaging.channel_counts counts on counts.channel_id = c.id
    where c.id = in_channel
    on conflict (channel_id, user_id) do nothing
    returning *
  ), counted as (
    update channels set member_count = member_count + (select count(*) from arrived)
    where id = in_channel and exists (select from arrived)
  )
  select array_agg(a::members order by a.user_id) into entered from arrived a;
  perform tell_added(entered, '{}', in_trace);
  return query select * from unnest(entered);
end $$;

-- Takes a person out of channels that the caller has locked, counting and telling. Answers what they were there.
create function withdraw(in_workspace uuid, in_user uuid, in_channels uuid[], in_trace jsonb)
returns setof members language plpgsql as $$
declare
  gone members[];
begin
  with removed as (
    delete from members m
    where m.workspace_id = in_workspace and m.user_id = in_user and m.channel_id = any(in_channels)
    returning *
  ), counted as (
    update channels c set member_count = c.member_count - 1 from removed where c.id = removed.channel_id
  )
  select array_agg(r::members order by r.channel_id) into gone from removed r;
  perform tell('member.removed', m.workspace_id, m.channel_id,
    array[channel_room(m.channel_id), user_room(m.workspace_id, m.user_id)],
    jsonb_build_object('user_id', m.user_id, 'channel_id', m.channel_id), in_trace)
  from unnest(gone) m;
  return query select * from unnest(gone);
end $$;

-- Published. Makes someone who may read a public channel its member; says whether they are one now.
create function "join"(in_workspace uuid, in_channel uuid, in_user uuid, in_trace jsonb) returns boolean
language plpgsql security definer set search_path = channels, pg_temp as $$
declare
  standing record;
begin
  -- Most who post are members already: they need no lock.
  if exists (select from members m where m.channel_id = in_channel and m.user_id = in_user) then
    return true;
  end if;
  select * into standing from lock_channel(in_workspace, in_channel, in_user, in_user);
  if standing.channel_id is null then
    return false;
  elsif standing.target_channel_role is not null then
    return true;
  elsif standing.is_archived then
    return false;
  end if;
  perform enrol(in_channel, array[in_user], in_user, in_trace);
  return true;
end $$;

-- Published. The workspace's `general`, founded with its owner as first member where there is none yet.
create function found_general(in_workspace uuid, in_owner uuid, in_trace jsonb) returns uuid
language plpgsql security definer set search_path = channels, pg_temp as $$
declare
  made uuid;
begin
  perform hold_people(in_workspace, array[in_owner]);
  insert into channels (workspace_id, name, display_name, description, channel_type, is_general, created_by)
  values (in_workspace, 'general', 'General', 'Main workspace channel', 'text', true, in_owner)
  on conflict do nothing -- by either index: of two founders the second may meet the name before the general
  returning id into made;
  if made is null then
    select id into strict made from channels where workspace_id = in_workspace and is_general;
  else
    perform open_channel(made, array[in_owner], in_trace);
  end if;
  return made;
end $$;

-- Published. A newcomer, or a guest who becomes a member, joins `general` unless a guest, and the channels they were
-- invited to as far as those still take people.
create function enter_workspace(in_workspace uuid, in_user uuid, in_role text, in_channels uuid[], in_trace jsonb)
returns void language plpgsql security definer set search_path = channels, pg_temp as $$
declare
  entered uuid;
begin
  perform hold_people(in_workspace, array[in_user]);
  for entered in
    select c.id from channels c
    where c.workspace_id = in_workspace
      and ((c.is_general and in_role <> 'guest')
        or (c.id = any(in_channels) and c.channel_type <> 'dm' and not c.is_archived))
    order by c.id for no key update
  loop
    perform enrol(entered, array[in_user], in_user, in_trace);
  end loop;
end $$;

-- Published. Takes someone out of every channel. A private channel whose last admin they are goes to its oldest
-- member, to a guest only where there is nobody else.
create function leave_workspace(in_workspace uuid, in_user uuid, in_trace jsonb) returns void
language plpgsql security definer set search_path = channels, pg_temp as $$
declare
  held uuid[];
  heirs members[];
begin
  perform pg_advisory_xact_lock(person_key(in_workspace, in_user));
  held := array(
    select c.id from channels c
    where c.id in (select m.channel_id from members m where m.workspace_id = in_workspace and m.user_id = in_user)
    order by c.id for no key update);
  with orphaned as (
    select c.id from channels c
    join members m on m.channel_id = c.id and m.user_id = in_user and m.role = 'admin'
    where c.id = any(held) and c.is_private and c.channel_type <> 'dm' and not exists (
      select from members other where other.channel_id = c.id and other.role = 'admin' and other.user_id <> in_user)
  ), heir as (
    select orphaned.id as channel_id, oldest.user_id from orphaned cross join lateral (
      select m.user_id from members m
      left join gateway.people p on p.workspace_id = in_workspace and p.user_id = m.user_id
      where m.channel_id = orphaned.id and m.user_id <> in_user
      order by coalesce(p.role, 'guest') = 'guest', m.joined_at, m.user_id limit 1) oldest
  ), promoted as (
    update members m set role = 'admin' from heir
    where m.channel_id = heir.channel_id and m.user_id = heir.user_id
    returning m.*
  )
  select array_agg(p::members order by p.channel_id) into heirs from promoted p;
  perform tell('member.updated', h.workspace_id, h.channel_id,
    array[channel_room(h.channel_id), user_room(h.workspace_id, h.user_id)], membership_json(h), in_trace)
  from unnest(heirs) h;
  perform withdraw(in_workspace, in_user, held, in_trace);
end $$;

-- Published. Takes someone who becomes a guest out of `general`; other memberships stay.
create function demote_to_guest(in_workspace uuid, in_user uuid, in_trace jsonb) returns void
language plpgsql security definer set search_path = channels, pg_temp as $$
begin
  -- Whoever joins meanwhile waits for the channel, or has it and is found in it.
  perform withdraw(in_workspace, in_user, array(
    select c.id from channels c where c.workspace_id = in_workspace and c.is_general for no key update), in_trace);
end $$;

revoke execute on all functions in schema channels from public;

grant usage on schema channels to parley_messaging, parley_gateway;
grant select on access, memberships to parley_messaging, parley_gateway;
grant execute on function "join"(uuid, uuid, uuid, jsonb) to parley_messaging;
grant execute on function found_general(uuid, uuid, jsonb) to parley_gateway;
grant execute on function enter_workspace(uuid, uuid, text, uuid[], jsonb) to parley_gateway;
grant execute on function leave_workspace(uuid, uuid, jsonb) to parley_gateway;
grant execute on function demote_to_guest(uuid, uuid, jsonb) to parley_gateway;
