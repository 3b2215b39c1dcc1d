-- What becomes of messages: twins and files in posting; edits, deletions, pins, reactions; who follows which thread.

alter table messages
  -- When the row last changed in what `updated_at` does not tell: reactions, and a root's replies.
  add column changed_at timestamptz,
  -- Of a root: the first people who replied, in the order in which they first did, at most 20.
  add column participants uuid[] not null default '{}';

create index messages_pinned on messages (channel_id, (metadata->>'pinned_at') desc, seq desc)
  where metadata->>'pinned' = 'true' and deleted_at is null;

-- One person's one emoji on one message; what messages.reactions and reaction_count sum up. Changed with the head held.
create table reactions (
  id uuid primary key,
  message_id uuid not null,
  user_id uuid not null,
  emoji text not null,
  channel_id uuid not null,
  workspace_id uuid not null,
  created_at timestamptz not null,
  unique (message_id, emoji, user_id)
);
-- The first to give an emoji.
create index reactions_by_age on reactions (message_id, emoji, id);

-- Who takes part in a thread or follows it. A row is made by the first reply for the root's author, for whoever replies
-- and for whoever a reply mentions, following; only they themselves change that afterwards.
create table thread_people (
  root_id uuid not null,
  user_id uuid not null,
  channel_id uuid not null,
  workspace_id uuid not null,
  is_following boolean not null default true,
  -- Their replies that are not deleted, and the place of the first they wrote since there was none.
  replies int not null default 0,
  first_seq bigint,
  primary key (root_id, user_id)
) with (fillfactor = 85);
create index thread_people_following on thread_people (user_id, root_id) where is_following;

-- The mention inbox reads a channel's newest that mention a person, or everyone.
create index mentions_inbox on mentions (user_id, channel_id, message_id) include (author_id);
-- Hashed, so that no plan walks it in order past everybody else's mentions.
create index mentions_of_message on mentions using hash (message_id);
-- For removing a channel.
create index reads_of_channel on reads (channel_id);

with written as (
  insert into thread_people (root_id, user_id, channel_id, workspace_id, replies, first_seq)
  select parent_message_id, user_id, channel_id, workspace_id, count(*), min(seq) from messages
  where parent_message_id is not null and deleted_at is null and user_id is not null
  group by parent_message_id, user_id, channel_id, workspace_id
  returning root_id, user_id, first_seq
)
update messages m set participants = people.ids
from (
  select root_id, (array_agg(user_id order by first_seq))[:20] as ids from written group by root_id
) people
where m.id = people.root_id;

insert into thread_people (root_id, user_id, channel_id, workspace_id)
select distinct m.id, m.user_id, m.channel_id, m.workspace_id from messages m
where m.reply_count > 0 and m.user_id is not null
on conflict do nothing;

insert into thread_people (root_id, user_id, channel_id, workspace_id)
select distinct m.parent_message_id, n.user_id, m.channel_id, m.workspace_id
from mentions n join messages m on m.id = n.message_id
where n.is_reply and n.user_id is not null and m.deleted_at is null
on conflict do nothing;

-- As before, for a reader: attachments carry URLs of their own; null is a room, whose URLs are short-lived.
create function message_json(m messages, display_name text, avatar_url text, reader uuid) returns json
language sql stable parallel safe as $$
  select json_build_object(
    'id', m.id, 'workspace_id', m.workspace_id, 'channel_id', m.channel_id, 'conversation_id', m.channel_id,
    'seq', m.seq, 'rev', m.rev, 'content', m.content, 'content_type', m.content_type,
    'user_id', m.user_id, 'ai_twin_id', m.ai_twin_id,
    'display_name', coalesce(display_name, m.author_name), 'avatar_url', coalesce(avatar_url, m.author_avatar_url),
    'parent_message_id', m.parent_message_id, 'metadata', m.metadata,
    'attachments', attachments_json(m.attachments, reader),
    'reactions', m.reactions, 'reaction_count', m.reaction_count,
    'reply_count', m.reply_count, 'last_reply_at', parley.iso(m.last_reply_at), 'participants', m.participants,
    'created_at', parley.iso(m.created_at), 'updated_at', parley.iso(m.updated_at),
    'edited_at', parley.iso(m.edited_at))
$$;

create function shown_message(m messages, reader uuid) returns json language sql stable parallel safe as $$
  select message_json(m, p.display_name, p.avatar_url, reader)
  from (select) one
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
$$;

create or replace function message_event(type text, m messages, data json) returns json
language sql stable parallel safe as $$
  select json_build_object(
    'id', case type when 'message.created' then m.id else md5(m.id::text || m.rev)::uuid end,
    'type', type, 'workspace_id', m.workspace_id, 'channel_id', m.channel_id, 'seq', m.seq, 'rev', m.rev,
    'at', parley.iso(case type when 'message.created' then m.created_at
      else coalesce(m.deleted_at, greatest(m.updated_at, m.changed_at)) end),
    'data', data)
$$;

create function tell_change(p_type text, m messages, p_data json, p_trace jsonb) returns void language sql as $$
  insert into outbox (id, kind, name, rooms, payload, trace)
  select (told.event->>'id')::uuid, 'event', p_type, array['channel:' || m.channel_id], told.event, p_trace
  from (select message_event(p_type, m, p_data)) told (event)
$$;

-- Whether someone may let a twin speak in a channel they can read, who is whoever may assign twins there, and the twin
-- as it is shown: null when they may not read there; `forbidden`, `no_twin` or `allowed`.
create function twin_standing(p_workspace uuid, p_channel uuid, p_user uuid, p_twin uuid,
  out standing text, out name text, out avatar_url text) language plpgsql stable as $$
begin
  select case
      when a.workspace_role = 'guest'
        or not (a.workspace_role in ('owner', 'admin') or coalesce(a.channel_role = 'admin', false)
          or a.created_by = a.user_id or (a.channel_type = 'dm' and a.is_member)) then 'forbidden'
      when t.ai_twin_id is null then 'no_twin'
      else 'allowed' end, t.name, t.avatar_url
    into standing, name, avatar_url
  from channels.access a
  left join channels.twins t
    on t.workspace_id = a.workspace_id and t.channel_id = a.channel_id and t.ai_twin_id = p_twin
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_user;
end
$$;

-- Makes people of a thread's: a reply's author (null for a twin's), the root's, and whom the reply mentions.
create function join_thread(p_root messages, p_reply messages, p_author uuid, p_mentions jsonb) returns void
language sql as $$
  insert into thread_people as t (root_id, user_id, channel_id, workspace_id, replies, first_seq)
  select p_root.id, person, p_root.channel_id, p_root.workspace_id, coalesce(person = p_author, false)::int,
    case when person = p_author then p_reply.seq end
  from (
    select p_author union select p_root.user_id
    union select (mention->>'user_id')::uuid from jsonb_array_elements(p_mentions) mention
  ) people (person)
  where person is not null
  on conflict (root_id, user_id) do update set
    replies = t.replies + 1, first_seq = coalesce(t.first_seq, excluded.first_seq)
  where excluded.replies > 0
$$;

drop function post_message(uuid, uuid, uuid, uuid, text, text, jsonb, text[], jsonb);

-- Stores a message under its channel's next seq and rev, with all that belongs to it, and its event in the outbox.
-- Without a channel the parent's is meant. With a twin the twin is the author and p_author lets it speak; p_files are
-- uploads of p_author's that the message carries. Outcomes: posted, not_found (the channel is not one the author can
-- read, or there is neither channel nor such a parent), forbidden (to let a twin speak), no_twin (not of this channel),
-- archived, no_parent, no_file; nothing is written unless posted.
--
-- The author's access is read twice: before the head is taken, so that an outsider never holds another's channel, and
-- again once it is held, since the wait may have been long. A removal that commits after the second look is
-- concurrent with this message and orders after it. Each statement below has a snapshot of its own, so the second
-- look sees what was committed meanwhile; what it then refuses is raised, which undoes the rest: PM404 not_found,
-- PM403 forbidden, PM405 no_twin, PM409 archived, PM400 no_parent, PM406 no_file (its detail is the file's place). PM410
-- asks for another attempt: the author was a member, is none now, and may still write here by joining.
-- Locks are taken in this order everywhere: the channel (by channels.join), then the head, then messages, then files.
create function post_message(
  p_workspace uuid, p_channel uuid, p_author uuid, p_twin uuid, p_parent uuid, p_content text, p_content_type text,
  p_metadata jsonb, p_handles text[], p_files uuid[], p_trace jsonb,
  out outcome text, out message json, out joined boolean
) language plpgsql as $$
declare
  v_root messages;
  v_user uuid := case when p_twin is null then p_author end;
  v_is_member boolean;
  v_is_archived boolean;
  v_name text;
  v_avatar_url text;
  v_twin record;
  v_metadata jsonb := p_metadata;
  v_mentions jsonb;
  v_attachments jsonb;
  v_head record;
  v_id uuid;
  v_stored messages;
  v_shown json;
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
  if p_twin is not null then
    select * into v_twin from twin_standing(p_workspace, p_channel, p_author, p_twin);
    if v_twin.standing is distinct from 'allowed' then
      outcome := coalesce(v_twin.standing, 'not_found');
      return;
    end if;
    v_name := v_twin.name;
    v_avatar_url := v_twin.avatar_url;
  end if;
  if v_is_archived then
    outcome := 'archived';
    return;
  end if;
  if p_parent is not null then
    select root.* into v_root from messages m join messages root on root.id = coalesce(m.parent_message_id, m.id)
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

  -- A twin's keeper need not be there to let it speak.
  if not v_is_member and p_twin is null then
    perform channels.join(p_workspace, p_channel, p_author, p_trace);
    joined := true;
  end if;

  -- Times are taken under the lock too, so that they and the ids made after them follow seq; no two are the same.
  insert into heads as head (channel_id, workspace_id, seq, rev, message_count, root_count, last_message_at)
  values (p_channel, p_workspace, 1, 1, 1, (p_parent is null)::int, date_trunc('milliseconds', clock_timestamp()))
  on conflict (channel_id) do update set
    seq = head.seq + 1, rev = head.rev + 1, message_count = head.message_count + 1,
    root_count = head.root_count + (p_parent is null)::int,
    last_message_at = greatest(head.last_message_at + interval '1 millisecond',
      date_trunc('milliseconds', clock_timestamp()))
  returning head.seq, head.rev, head.last_message_at as at into v_head;

  select a.is_member, a.is_archived into v_is_member, v_is_archived from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_author;
  if not found then
    raise exception using errcode = 'PM404', message = 'access was lost while waiting';
  end if;
  if p_twin is not null then
    select * into v_twin from twin_standing(p_workspace, p_channel, p_author, p_twin);
    if v_twin.standing = 'forbidden' then
      raise exception using errcode = 'PM403', message = 'the right to let a twin speak was lost while waiting';
    elsif v_twin.standing = 'no_twin' then
      raise exception using errcode = 'PM405', message = 'the twin was taken out of the channel while waiting';
    end if;
  end if;
  if v_is_archived then
    raise exception using errcode = 'PM409', message = 'the channel was archived while waiting';
  elsif not v_is_member and p_twin is null then
    -- Joining locks the channel, which comes before the head: it is for another attempt.
    raise exception using errcode = 'PM410', message = 'the membership ended while waiting';
  end if;
  if p_parent is not null then
    update messages m set reply_count = m.reply_count + 1, last_reply_at = v_head.at,
      participants = case
        when v_user is null or v_user = any(m.participants) or cardinality(m.participants) >= 20 then m.participants
        else m.participants || v_user end
    where m.id = v_root.id
      and exists (select from messages parent where parent.id = p_parent and parent.deleted_at is null)
    returning * into v_root;
    if not found then
      raise exception using errcode = 'PM400', message = 'the parent was deleted while waiting';
    end if;
  end if;

  v_id := uuidv7();
  if p_files <> '{}' then
    v_attachments := claim_files(p_workspace, p_channel, p_author, v_id, p_files);
    if v_attachments is null then
      raise exception using errcode = 'PM406', message = 'a file cannot be attached',
        detail = coalesce(first_unclaimable(p_workspace, p_channel, p_author, p_files), 0)::text;
    end if;
  end if;
  insert into messages (id, workspace_id, channel_id, seq, rev, created_rev, parent_message_id, user_id, ai_twin_id,
    author_name, author_avatar_url, content, content_type, metadata, attachments, created_at, updated_at)
  values (v_id, p_workspace, p_channel, v_head.seq, v_head.rev, v_head.rev, v_root.id, v_user, p_twin,
    v_name, case when p_twin is not null then v_avatar_url end, p_content, p_content_type, v_metadata, v_attachments,
    v_head.at, v_head.at)
  returning * into v_stored;

  -- Whoever writes in a channel has seen it; a reply says only that they have seen the thread.
  if p_parent is null and v_user is not null then
    insert into reads as marker (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)
    values (v_user, p_channel, p_workspace, v_head.seq, v_stored.id, v_head.at)
    on conflict (user_id, channel_id) do update set
      last_read_seq = excluded.last_read_seq, last_read_message_id = excluded.last_read_message_id,
      read_at = excluded.read_at
    where marker.last_read_seq < excluded.last_read_seq;
  elsif p_parent is not null then
    perform join_thread(v_root, v_stored, v_user, v_mentions);
  end if;

  if v_mentions is not null then
    perform note_mentions(v_stored);
  end if;

  v_shown := message_json(v_stored, v_name, v_avatar_url, null);
  message := case when v_attachments is null then v_shown
    else message_json(v_stored, v_name, v_avatar_url, p_author) end;
  insert into outbox (id, kind, name, rooms, payload, trace)
  values (v_stored.id, 'event', 'message.created', array['channel:' || p_channel],
    message_event('message.created', v_stored, v_shown), p_trace);
  outcome := 'posted';
end
$$;

-- The rows of whom a message mentions, but for its author.
create function note_mentions(m messages) returns void language sql as $$
  insert into mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)
  select distinct m.channel_id, (mention->>'user_id')::uuid, m.seq, m.id, m.workspace_id, m.user_id,
    m.parent_message_id is not null
  from jsonb_array_elements(m.metadata->'mentions') mention
  where mention->>'user_id' is null or (mention->>'user_id')::uuid is distinct from m.user_id
$$;

-- Holds a message's channel for someone who wants to change the message, and reads both afterwards, so that what is
-- read holds until the transaction ends. Standings: not_found (missing, foreign, hidden, or not in p_channel where one
-- is named), deleted, archived (its channel), open. Access is looked at twice for the reasons that post_message has.
create function hold_message(p_workspace uuid, p_channel uuid, p_message uuid, p_user uuid,
  out standing text, out held messages, out is_moderator boolean) language plpgsql as $$
declare
  v_is_archived boolean;
begin
  standing := 'not_found';
  select m.channel_id into p_channel from messages m
  join channels.access a
    on a.workspace_id = m.workspace_id and a.channel_id = m.channel_id and a.user_id = p_user
  where m.id = p_message and m.workspace_id = p_workspace and (p_channel is null or m.channel_id = p_channel);
  if not found then
    return;
  end if;
  perform from heads h where h.channel_id = p_channel for no key update;
  select a.is_archived, a.workspace_role in ('owner', 'admin') or coalesce(a.channel_role = 'admin', false)
    into v_is_archived, is_moderator
  from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_user;
  if not found then
    return;
  end if;
  select m.* into held from messages m where m.id = p_message;
  if not found then
    return;
  end if;
  standing := case when held.deleted_at is not null then 'deleted' when v_is_archived then 'archived' else 'open' end;
end
$$;

-- The number of the next change in a channel whose head is held.
create function next_rev(p_channel uuid) returns bigint language sql as $$
  update heads set rev = rev + 1 where channel_id = p_channel returning rev
$$;

-- When a message held is changed: never before it was last changed.
create function change_time(m messages) returns timestamptz language sql volatile as $$
  select greatest(m.updated_at, m.changed_at, date_trunc('milliseconds', clock_timestamp()))
$$;

-- Gives a message another text. Outcomes: edited, unchanged (it is that text already), not_found, forbidden (to all but
-- its author), archived, empty (no text is left, and there are no attachments). A handle that mentioned someone before
-- and is still there goes on meaning them, whatever they are called by now.
create function edit_message(p_workspace uuid, p_message uuid, p_user uuid, p_content text, p_is_blank boolean,
  p_handles text[], p_trace jsonb, out outcome text, out message json) language plpgsql as $$
declare
  h record;
  v_channel uuid;
  v_resolved jsonb;
  v_mentions jsonb;
  v_stored messages;
  v_root messages;
begin
  if p_handles <> '{}' then
    -- Before the channel is held: it takes long in a large one.
    select m.channel_id into v_channel from messages m
    join channels.access a
      on a.workspace_id = m.workspace_id and a.channel_id = m.channel_id and a.user_id = p_user
    where m.id = p_message and m.workspace_id = p_workspace;
    v_resolved := resolve_mentions(p_workspace, v_channel, p_handles);
  end if;
  select * into h from hold_message(p_workspace, null, p_message, p_user);
  outcome := case
    when h.standing in ('not_found', 'deleted') then 'not_found'
    when (h.held).user_id is distinct from p_user then 'forbidden'
    when h.standing = 'archived' then 'archived'
    when p_is_blank and (h.held).attachments is null then 'empty'
    when (h.held).content = p_content then 'unchanged'
    else 'edited' end;
  if outcome = 'unchanged' then
    message := shown_message(h.held, p_user);
  end if;
  if outcome <> 'edited' then
    return;
  end if;

  select jsonb_agg(kept.mention order by kept.place, kept.mention) into v_mentions from (
    select distinct on (coalesce(given.mention->>'user_id', given.mention->>'type')) given.mention, written.place
    from (
      select mention, 1 as age from jsonb_array_elements((h.held).metadata->'mentions') mention
      union all
      select mention, 2 from jsonb_array_elements(v_resolved) mention
      where not coalesce((h.held).metadata->'mentions', '[]') @>
        jsonb_build_array(jsonb_build_object('handle', mention->>'handle'))
    ) given
    join (select lower(handle) as handle, min(place) as place
      from unnest(p_handles) with ordinality w (handle, place) group by 1) written
      on written.handle = given.mention->>'handle'
    order by coalesce(given.mention->>'user_id', given.mention->>'type'), given.age, written.place
  ) kept;

  update messages m set content = p_content, rev = next_rev(m.channel_id), updated_at = changed.at,
    edited_at = changed.at,
    metadata = case when v_mentions is null then m.metadata - 'mentions'
      else m.metadata || jsonb_build_object('mentions', v_mentions) end
  from (select change_time(h.held) as at) changed
  where m.id = p_message
  returning m.* into v_stored;
  if v_stored.metadata->'mentions' is distinct from (h.held).metadata->'mentions' then
    delete from mentions n where n.message_id = p_message;
    perform note_mentions(v_stored);
    if v_stored.parent_message_id is not null then
      select m.* into v_root from messages m where m.id = v_stored.parent_message_id;
      perform join_thread(v_root, v_stored, null, v_mentions);
    end if;
  end if;
  perform tell_change('message.updated', v_stored, shown_message(v_stored, null), p_trace);
  message := shown_message(v_stored, p_user);
end
$$;

-- Deletes a message for its author or, asked to as one, a moderator of its channel. Its row stays as a tombstone.
-- Outcomes: deleted, gone (it was deleted already, and they might have done it), not_found, forbidden, archived.
-- Its root changes with it, and is told of as a change of its own.
create function delete_message(p_workspace uuid, p_message uuid, p_user uuid, p_as_moderator boolean, p_trace jsonb,
  out outcome text, out tombstone json) language plpgsql as $$
declare
  h record;
  v_rev bigint;
  v_stored messages;
  v_root messages;
  v_replies int;
begin
  select * into h from hold_message(p_workspace, null, p_message, p_user);
  outcome := case
    when h.standing = 'not_found' then 'not_found'
    when not coalesce((h.held).user_id = p_user, false) and not (p_as_moderator and h.is_moderator)
      then case h.standing when 'deleted' then 'not_found' else 'forbidden' end
    when h.standing = 'deleted' then 'gone'
    when h.standing = 'archived' then 'archived'
    else 'deleted' end;
  if outcome = 'gone' then
    tombstone := tombstone_json(h.held);
  end if;
  if outcome <> 'deleted' then
    return;
  end if;

  update heads set rev = rev + 1, message_count = message_count - 1,
    root_count = root_count - ((h.held).parent_message_id is null)::int
  where channel_id = (h.held).channel_id
  returning rev into v_rev;
  update messages m set rev = v_rev, deleted_at = change_time(m), reactions = '[]', reaction_count = 0,
    metadata = m.metadata - array['pinned', 'pinned_by', 'pinned_at']
  where m.id = p_message
  returning * into v_stored;
  delete from reactions r where r.message_id = p_message;
  delete from mentions n where n.message_id = p_message;
  tombstone := tombstone_json(v_stored);
  perform tell_change('message.deleted', v_stored, tombstone, p_trace);

  if v_stored.parent_message_id is null then
    return;
  end if;
  update thread_people t set replies = t.replies - 1, first_seq = case when t.replies > 1 then t.first_seq end
  where t.root_id = v_stored.parent_message_id and t.user_id = v_stored.user_id and t.replies > 0
  returning t.replies into v_replies;
  update messages m set reply_count = m.reply_count - 1,
    last_reply_at = (select r.created_at from messages r
      where r.parent_message_id = m.id and r.deleted_at is null order by r.seq desc limit 1),
    participants = case when v_replies = 0 then array(select t.user_id from thread_people t
      where t.root_id = m.id and t.replies > 0 order by t.first_seq limit 20) else m.participants end,
    rev = case when m.deleted_at is null then next_rev(m.channel_id) else m.rev end,
    changed_at = v_stored.deleted_at
  where m.id = v_stored.parent_message_id
  returning * into v_root;
  if v_root.deleted_at is null then
    perform tell_change('message.updated', v_root, shown_message(v_root, null), p_trace);
  end if;
end
$$;

-- Pins a message or takes the pin away; what is so already stays as it is and tells nothing. Outcomes: done, unchanged,
-- not_found, archived, too_many (the channel has p_max pins).
create function set_pin(p_workspace uuid, p_channel uuid, p_message uuid, p_user uuid, p_is_pinned boolean, p_max int,
  p_trace jsonb, out outcome text, out message json) language plpgsql as $$
declare
  h record;
  v_stored messages;
begin
  select * into h from hold_message(p_workspace, p_channel, p_message, p_user);
  outcome := case
    when h.standing in ('not_found', 'deleted') then 'not_found'
    when h.standing = 'archived' then 'archived'
    when p_is_pinned = coalesce((h.held).metadata->>'pinned' = 'true', false) then 'unchanged'
    when p_is_pinned and (select count(*) from messages m where m.channel_id = (h.held).channel_id
      and m.metadata->>'pinned' = 'true' and m.deleted_at is null) >= p_max then 'too_many'
    else 'done' end;
  if outcome = 'unchanged' then
    message := shown_message(h.held, p_user);
  end if;
  if outcome <> 'done' then
    return;
  end if;
  update messages m set rev = next_rev(m.channel_id), updated_at = changed.at,
    metadata = case when p_is_pinned then m.metadata || jsonb_build_object(
        'pinned', true, 'pinned_by', p_user, 'pinned_at', parley.iso(changed.at))
      else m.metadata - array['pinned', 'pinned_by', 'pinned_at'] end
  from (select change_time(h.held) as at) changed
  where m.id = p_message
  returning m.* into v_stored;
  perform tell_change(case when p_is_pinned then 'message.pinned' else 'message.unpinned' end, v_stored,
    shown_message(v_stored, null), p_trace);
  message := shown_message(v_stored, p_user);
end
$$;

-- Gives a message someone's emoji, or takes it away where they had given it. Outcomes: added, removed, not_found,
-- archived, too_many (the message has p_max different emoji). The sum that the message carries lists an emoji's first
-- p_listed people.
create function toggle_reaction(p_workspace uuid, p_message uuid, p_user uuid, p_emoji text, p_max int, p_listed int,
  p_trace jsonb, out outcome text, out reaction json) language plpgsql as $$
declare
  h record;
  v_reaction reactions;
  v_count int;
  v_sum jsonb;
  v_stored messages;
begin
  select * into h from hold_message(p_workspace, null, p_message, p_user);
  if h.standing <> 'open' then
    outcome := case h.standing when 'deleted' then 'not_found' else h.standing end;
    return;
  end if;
  select coalesce(max((each->>'count')::int), 0) into v_count from jsonb_array_elements((h.held).reactions) each
  where each->>'emoji' = p_emoji;
  delete from reactions r where r.message_id = p_message and r.emoji = p_emoji and r.user_id = p_user
  returning r.* into v_reaction;
  if found then
    outcome := 'removed';
    v_count := v_count - 1;
  elsif v_count = 0 and jsonb_array_length((h.held).reactions) >= p_max then
    outcome := 'too_many';
    return;
  else
    outcome := 'added';
    v_count := v_count + 1;
    insert into reactions (id, message_id, user_id, emoji, channel_id, workspace_id, created_at)
    values (uuidv7(), p_message, p_user, p_emoji, (h.held).channel_id, p_workspace,
      date_trunc('milliseconds', clock_timestamp()))
    returning * into v_reaction;
  end if;
  v_sum := case when v_count > 0 then jsonb_build_object('emoji', p_emoji, 'count', v_count, 'user_ids', (
    select jsonb_agg(first.user_id order by first.id) from (
      select r.id, r.user_id from reactions r where r.message_id = p_message and r.emoji = p_emoji
      order by r.id limit p_listed) first)) end;

  -- An emoji keeps its place among the others; a new one comes last.
  update messages m set rev = next_rev(m.channel_id), changed_at = change_time(m),
    reaction_count = m.reaction_count + case outcome when 'added' then 1 else -1 end,
    reactions = coalesce((
      select jsonb_agg(listed.sum order by listed.place) from (
        select case each->>'emoji' when p_emoji then v_sum else each end as sum, place
        from jsonb_array_elements(m.reactions) with ordinality old (each, place)
        union all
        select v_sum, 1e9 where not m.reactions @> jsonb_build_array(jsonb_build_object('emoji', p_emoji))
      ) listed where listed.sum is not null), '[]')
  where m.id = p_message
  returning m.* into v_stored;
  reaction := json_build_object('id', v_reaction.id, 'message_id', p_message, 'channel_id', v_reaction.channel_id,
    'user_id', p_user, 'emoji', p_emoji, 'created_at', parley.iso(v_reaction.created_at));
  perform tell_change('reaction.' || outcome, v_stored, reaction, p_trace);
end
$$;

-- Published; as before, but for messages shown to a room.
create or replace function changes(channel uuid, after_seq bigint, after_rev bigint, max int)
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
    -- Not joined: as a value it bounds the index, and what changed before is not passed over.
    select m as message, 2 as part, m.rev as position from messages m
    where m.channel_id = $1 and m.rev <> m.created_rev and m.rev > (select start.rev from start) and m.seq <= $2
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
            message_json(told.message, p.display_name, p.avatar_url, null))
        end order by told.part, told.position)
      from told
      left join gateway.people p
        on p.workspace_id = (told.message).workspace_id and p.user_id = (told.message).user_id), '[]'),
    reached.seq,
    case when not reached.is_end then start.rev when rest.is_cut then coalesce(rest.rev, start.rev) else head.rev end,
    not reached.is_end or rest.is_cut
  from head, start, reached, rest
$$;

drop function message_json(messages, text, text);

-- Published. Holds a channel's head until the transaction ends, for whoever is to delete the channel, after locking the
-- channel itself: a post either commits before, or finds the channel gone.
create function hold_channel(channel uuid) returns void
language sql security definer set search_path = messaging, pg_temp as $$
  insert into heads (channel_id, workspace_id)
  select a.channel_id, a.workspace_id from channels.access a where a.channel_id = $1 limit 1
  on conflict (channel_id) do update set rev = heads.rev
$$;

revoke execute on all functions in schema messaging from public;
grant execute on function hold_channel to parley_channels;
