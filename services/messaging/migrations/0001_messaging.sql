-- Messages, and what follows from them: counters, read markers, mentions.

-- A channel's counters. Whoever changes a channel's messages updates its head first and so holds it until commit:
-- seq and rev become visible in order, without gaps. Changed many times a second, so pages keep room for HOT updates.
create table heads (
  channel_id uuid primary key,
  workspace_id uuid not null,
  seq bigint not null default 0,
  rev bigint not null default 0,
  -- Messages that are not deleted: all of them, and those that are not thread replies.
  message_count bigint not null default 0,
  root_count bigint not null default 0,
  last_message_at timestamptz
) with (fillfactor = 50);

create table messages (
  id uuid primary key,
  workspace_id uuid not null,
  channel_id uuid not null,
  seq bigint not null,
  -- The number of the channel's change that made the row what it is, and of the one that created it.
  rev bigint not null,
  created_rev bigint not null,
  -- Always a root: threads are one level deep.
  parent_message_id uuid,
  user_id uuid,
  ai_twin_id uuid,
  -- Shown while the author has no profile in the workspace: twins, bridged authors, people who left.
  author_name text,
  author_avatar_url text,
  content text not null,
  content_type text not null,
  metadata jsonb not null default '{}',
  attachments jsonb,
  reactions jsonb not null default '[]',
  reaction_count int not null default 0,
  reply_count int not null default 0,
  last_reply_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  unique (channel_id, seq),
  unique (channel_id, rev)
) with (fillfactor = 90);

-- Plain history and unread counts read these alone.
create index messages_roots on messages (channel_id, seq desc) include (user_id)
  where parent_message_id is null and deleted_at is null;
create index messages_replies on messages (parent_message_id, seq)
  where parent_message_id is not null and deleted_at is null;
-- Lets a reader find the few old messages that changed without passing over all that did not.
create index messages_changed on messages (channel_id, rev) where rev <> created_rev;

-- How far a person has read. Without a row, or with one older than their membership, they have read what was
-- there when they joined (channels.memberships.joined_seq).
create table reads (
  user_id uuid not null,
  channel_id uuid not null,
  workspace_id uuid not null,
  last_read_seq bigint not null,
  last_read_message_id uuid not null,
  read_at timestamptz not null,
  primary key (user_id, channel_id)
) with (fillfactor = 70);

-- Whom a message mentions: a person, or everyone in the channel (null). Deleting a message deletes its rows.
create table mentions (
  channel_id uuid not null,
  user_id uuid,
  seq bigint not null,
  message_id uuid not null,
  workspace_id uuid not null,
  author_id uuid,
  is_reply boolean not null,
  unique nulls not distinct (channel_id, user_id, seq)
);

-- The message as every answer and event shows it (contracts: Message). Name and avatar are the author's profile, if
-- they have one. json, which costs a third less to make than jsonb; one expression, so that the planner inlines it.
create function message_json(m messages, display_name text, avatar_url text) returns json
language sql stable parallel safe as $$
  select json_build_object(
    'id', m.id, 'workspace_id', m.workspace_id, 'channel_id', m.channel_id, 'conversation_id', m.channel_id,
    'seq', m.seq, 'rev', m.rev, 'content', m.content, 'content_type', m.content_type,
    'user_id', m.user_id, 'ai_twin_id', m.ai_twin_id,
    'display_name', coalesce(display_name, m.author_name), 'avatar_url', coalesce(avatar_url, m.author_avatar_url),
    'parent_message_id', m.parent_message_id, 'metadata', m.metadata, 'attachments', m.attachments,
    'reactions', m.reactions, 'reaction_count', m.reaction_count,
    'reply_count', m.reply_count, 'last_reply_at', parley.iso(m.last_reply_at),
    'created_at', parley.iso(m.created_at), 'updated_at', parley.iso(m.updated_at))
$$;

-- What is left of a deleted message where changes are listed (contracts: Tombstone).
create function tombstone_json(m messages) returns json language sql stable parallel safe as $$
  select json_build_object('id', m.id, 'channel_id', m.channel_id, 'seq', m.seq, 'rev', m.rev,
    'deleted_at', parley.iso(m.deleted_at))
$$;

-- The event that tells of a message's latest change, live and replayed alike (contracts: EventEnvelope); `data` is
-- message_json or tombstone_json. Its id follows from the message and the change, so that hearing of a change twice
-- is hearing the same event.
create function message_event(type text, m messages, data json) returns json language sql stable parallel safe as $$
  select json_build_object(
    'id', case type when 'message.created' then m.id else md5(m.id::text || m.rev)::uuid end,
    'type', type, 'workspace_id', m.workspace_id, 'channel_id', m.channel_id, 'seq', m.seq, 'rev', m.rev,
    'at', parley.iso(case type when 'message.created' then m.created_at else coalesce(m.deleted_at, m.updated_at) end),
    'data', data)
$$;

-- A name or handle without what people write differently: case, spaces and the usual punctuation. translate is ten
-- times as fast as a regular expression, and every member's name is looked at.
create function handle_key(name text) returns text language sql immutable parallel safe as $$
  select translate(lower(name), E' \t\u00a0-_.,:;\u2019''"`()[]/&+', '')
$$;

-- Another handle of a person: their address up to its @ or +.
create function address_key(email text) returns text language sql immutable parallel safe as $$
  select lower(split_part(split_part(email, '@', 1), '+', 1))
$$;

-- Whom the handles mention, in the order in which they are written; null when nobody. Reserved words win over names,
-- and a handle that several members share means all of them.
create function resolve_mentions(p_workspace uuid, p_channel uuid, p_handles text[]) returns jsonb
language sql stable as $$
  with given as materialized (
    select lower(handle) as handle, handle_key(handle) as key, place
    from unnest(p_handles) with ordinality written (handle, place)
  ), people as materialized (
    select p.user_id, handle_key(p.display_name) as name_key, address_key(p.email) as address_key
    from channels.memberships s
    join gateway.people p on p.workspace_id = s.workspace_id and p.user_id = s.user_id
    where s.workspace_id = p_workspace and s.channel_id = p_channel
      and (handle_key(p.display_name) = any((select array_agg(key) from given)::text[])
        or address_key(p.email) = any((select array_agg(handle) from given)::text[]))
  )
  select jsonb_agg(mention order by place, mention) from (
    (select distinct on (p.user_id) given.place,
      jsonb_build_object('type', 'user', 'user_id', p.user_id, 'handle', given.handle) as mention
    from given join people p on p.name_key = given.key or p.address_key = given.handle
    where given.handle not in ('channel', 'here')
    order by p.user_id, given.place)
    union all
    select min(place), jsonb_build_object('type', handle, 'handle', handle)
    from given where handle in ('channel', 'here') group by handle
  ) mentioned
$$;

-- Stores a message under its channel's next seq and rev, with all that belongs to it, and its event in the outbox.
-- Without a channel the parent's is meant. Outcomes: posted, not_found (the channel is not one the author can read,
-- or there is neither channel nor such a parent), archived, no_parent; nothing is written unless posted.
--
-- The author's access is read twice: before the head is taken, so that an outsider never holds another's channel, and
-- again once it is held, since the wait may have been long. A removal that commits after the second look is
-- concurrent with this message and orders after it. Each statement below has a snapshot of its own, so the second
-- look sees what was committed meanwhile; what it then refuses is raised (PM404, PM409, PM400), which undoes the rest.
-- Locks are taken in this order everywhere: the channel (by channels.join), then the head, then messages.
create function post_message(
  p_workspace uuid, p_channel uuid, p_author uuid, p_parent uuid, p_content text, p_content_type text,
  p_metadata jsonb, p_handles text[], p_trace jsonb,
  out outcome text, out message json, out joined boolean
) language plpgsql as $$
declare
  v_root uuid;
  v_is_member boolean;
  v_is_archived boolean;
  v_name text;
  v_avatar_url text;
  v_metadata jsonb := p_metadata;
  v_mentions jsonb;
  v_head record;
  v_stored messages;
begin
  joined := false;
  if p_channel is null then
    select m.channel_id into p_channel from messages m
    where m.id = p_parent and m.workspace_id = p_workspace and m.deleted_at is null;
  end if;
  select a.is_member, a.is_archived, p.display_name, p.avatar_url
    into v_is_member, v_is_archived, v_name, v_avatar_url
  from channels.access a
  left join gateway.people p on p.workspace_id = a.workspace_id and p.user_id = a.user_id
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_author;
  if not found then
    outcome := 'not_found';
    return;
  end if;
  if v_is_archived then
    outcome := 'archived';
    return;
  end if;
  if p_parent is not null then
    select coalesce(m.parent_message_id, m.id) into v_root from messages m
    where m.id = p_parent and m.channel_id = p_channel and m.deleted_at is null;
    if not found then
      outcome := 'no_parent';
      return;
    end if;
  end if;

  if p_handles <> '{}' then
    v_mentions := resolve_mentions(p_workspace, p_channel, p_handles);
    if v_mentions is not null then
      v_metadata := v_metadata || jsonb_build_object('mentions', v_mentions);
    end if;
  end if;

  if not v_is_member then
    perform channels.join(p_workspace, p_channel, p_author, p_trace);
    joined := true;
  end if;

  -- Times are taken under the lock too, so that they and the ids made after them follow seq.
  insert into heads as head (channel_id, workspace_id, seq, rev, message_count, root_count, last_message_at)
  values (p_channel, p_workspace, 1, 1, 1, (v_root is null)::int, date_trunc('milliseconds', clock_timestamp()))
  on conflict (channel_id) do update set
    seq = head.seq + 1, rev = head.rev + 1, message_count = head.message_count + 1,
    root_count = head.root_count + (v_root is null)::int,
    last_message_at = greatest(head.last_message_at, date_trunc('milliseconds', clock_timestamp()))
  returning head.seq, head.rev, head.last_message_at as at into v_head;

  select a.is_member, a.is_archived into v_is_member, v_is_archived from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_author;
  if not found then
    raise exception using errcode = 'PM404', message = 'access was lost while waiting';
  elsif v_is_archived then
    raise exception using errcode = 'PM409', message = 'the channel was archived while waiting';
  elsif not v_is_member then
    if not channels.join(p_workspace, p_channel, p_author, p_trace) then
      raise exception using errcode = 'PM404', message = 'access was lost while joining';
    end if;
    joined := true;
  end if;
  if p_parent is not null then
    update messages m set reply_count = m.reply_count + 1, last_reply_at = v_head.at
    where m.id = v_root
      and exists (select from messages parent where parent.id = p_parent and parent.deleted_at is null);
    if not found then
      raise exception using errcode = 'PM400', message = 'the parent was deleted while waiting';
    end if;
  end if;

  insert into messages (id, workspace_id, channel_id, seq, rev, created_rev, parent_message_id, user_id, author_name,
    content, content_type, metadata, created_at, updated_at)
  values (uuidv7(), p_workspace, p_channel, v_head.seq, v_head.rev, v_head.rev, v_root, p_author, v_name,
    p_content, p_content_type, v_metadata, v_head.at, v_head.at)
  returning * into v_stored;

  -- Whoever writes in a channel has seen it; a reply says only that they have seen the thread.
  if v_root is null then
    insert into reads as marker (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)
    values (p_author, p_channel, p_workspace, v_head.seq, v_stored.id, v_head.at)
    on conflict (user_id, channel_id) do update set
      last_read_seq = excluded.last_read_seq, last_read_message_id = excluded.last_read_message_id,
      read_at = excluded.read_at
    where marker.last_read_seq < excluded.last_read_seq;
  end if;

  if v_mentions is not null then
    insert into mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)
    select distinct p_channel, (mention->>'user_id')::uuid, v_head.seq, v_stored.id, p_workspace, p_author,
      v_root is not null
    from jsonb_array_elements(v_mentions) mention
    where (mention->>'user_id')::uuid is distinct from p_author;
  end if;

  message := message_json(v_stored, v_name, v_avatar_url);
  insert into outbox (id, kind, name, rooms, payload, trace)
  values (v_stored.id, 'event', 'message.created', array['channel:' || p_channel],
    message_event('message.created', v_stored, message), p_trace);
  outcome := 'posted';
end
$$;

-- Published.

-- The counters of every channel that ever had a message; a channel without a row has none.
create view channel_counts as
  select channel_id, message_count, seq, rev, last_message_at from heads;

-- What a reader who stands at (after_seq, after_rev) has missed, read in one snapshot: always exactly one row.
--
--   events    the events to emit, in this order, as they would have come live (contracts: EventEnvelope):
--             1. every message with seq > after_seq, by seq: message.created with the message as it is now, or
--                message.deleted with its tombstone when it is deleted by now;
--             2. once those reach the channel's end: every older message (seq <= after_seq) that was changed by a
--                rev > after_rev, by rev: message.updated as it is now, or message.deleted.
--             A message changed several times comes once, with its latest rev. `seq` and `rev` of an event are the
--             message's, so in part 1 rev need not ascend.
--   seq, rev  where the reader stands after these events: what to ask with next. When has_more is false they are the
--             channel's own, read in the same snapshot (0, 0 while it has no message).
--   has_more  whether `max` cut the list short. Asking on may tell again, as message.updated, of a message that an
--             earlier page created in that very state: same rev.
--
-- after_rev null: the reader knows no rev; what the message at after_seq was created with is taken for it.
-- A position beyond the channel's end answers no events and the channel's own seq and rev.
-- It does not ask who reads: join it to channels.access.
create function changes(channel uuid, after_seq bigint, after_rev bigint, max int)
returns table (events json, seq bigint, rev bigint, has_more boolean)
language sql stable security definer set search_path = messaging, parley, pg_temp
as $$
  with head as (
    select coalesce(max(h.seq), 0) as seq, coalesce(max(h.rev), 0) as rev from heads h where h.channel_id = $1
  ), start as (
    select coalesce($3, (select m.created_rev from messages m where m.channel_id = $1 and m.seq = $2), 0) as rev
  ), created as (
    select m as message, 1 as part, m.seq as position from messages m
    where m.channel_id = $1 and m.seq > $2 order by m.seq limit greatest($4, 1)
  ), reached as (
    select count(position) as events, coalesce(max(position), least($2, head.seq)) as seq,
      coalesce(max(position), $2) >= head.seq as is_end
    from head left join created on true group by head.seq
  ), changed as (
    select m as message, 2 as part, m.rev as position from messages m, start
    where m.channel_id = $1 and m.rev <> m.created_rev and m.rev > start.rev and m.seq <= $2
    order by m.rev limit (select case when is_end then greatest($4, 1) - events + 1 else 0 end from reached)
  ), told as (
    select * from created
    union all
    (select * from changed order by position
      limit (select greatest($4, 1) - events from reached))
  ), rest as (
    select (select count(*) from changed) > greatest($4, 1) - reached.events as is_cut,
      (select max(position) from told where part = 2) as rev from reached
  )
  select
    coalesce((
      select json_agg(
        case when (told.message).deleted_at is not null
          then message_event('message.deleted', told.message, tombstone_json(told.message))
          else message_event(case told.part when 1 then 'message.created' else 'message.updated' end, told.message,
            message_json(told.message, p.display_name, p.avatar_url))
        end order by told.part, told.position)
      from told
      left join gateway.people p
        on p.workspace_id = (told.message).workspace_id and p.user_id = (told.message).user_id), '[]'),
    reached.seq,
    case when not reached.is_end then start.rev when rest.is_cut then coalesce(rest.rev, start.rev) else head.rev end,
    not reached.is_end or rest.is_cut
  from head, start, reached, rest
$$;

revoke execute on all functions in schema messaging from public;
grant usage on schema messaging to parley_channels, parley_gateway;
grant select on channel_counts to parley_channels, parley_gateway;
grant execute on function changes to parley_gateway;
