-- Stores a message under its channel's next seq and rev, with all that belongs to it, and its event in the outbox.
-- Without a channel the parent's is meant. With a twin the twin is the author and p_author posts for it; p_files are
-- uploads of p_author's that the message carries. Outcomes: posted, not_found (the channel is not one the author can
-- read, or there is neither channel nor such a parent), forbidden (to post as a twin), no_twin (not of this channel),
-- archived, no_parent, no_file; nothing is written unless posted.
--
-- The author's access is read twice: before the head is locked, so that an outsider never locks another's channel, and
-- again afterwards, since the wait may have been long. A removal that commits after the second look is concurrent with
-- this message and orders after it. Each statement below has a snapshot of its own, so the second look sees what was
-- committed meanwhile; what it then refuses is raised, which undoes the rest: PM404 not_found, PM403 forbidden, PM405
-- no_twin, PM409 archived, PM400 no_parent, PM406 no_file (its detail is the file's index). PM410 asks for another
-- attempt: the author was a member, is none now, and may still write here by joining.
create function post_message(
  p_workspace uuid, p_channel uuid, p_author uuid, p_twin uuid, p_parent uuid, p_content text, p_content_type text,
  p_metadata jsonb, p_candidates jsonb, p_files uuid[], p_trace jsonb,
  out outcome text, out message json, out joined boolean
) language plpgsql as $$
declare
  v_root uuid;
  v_root_author uuid;
  v_user uuid := case when p_twin is null then p_author end;
  v_is_member boolean;
  v_is_archived boolean;
  v_name text;
  v_avatar_url text;
  v_permission text;
  v_metadata jsonb := p_metadata;
  v_mentions jsonb;
  v_attachments jsonb;
  v_seq bigint;
  v_rev bigint;
  v_at timestamptz;
  v_id uuid;
begin
  joined := false;

  -- Access.
  if p_channel is null then
    select m.channel_id into p_channel from messages m
    where m.workspace_id = p_workspace and m.id = p_parent and m.deleted_at is null;
  end if;
  select a.is_member, a.is_archived, p.display_name into v_is_member, v_is_archived, v_name
  from channels.access a
  left join gateway.people p on p.workspace_id = a.workspace_id and p.user_id = a.user_id
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_author;
  if not found then
    outcome := 'not_found';
    return;
  end if;
  if p_twin is not null then
    select * into v_permission, v_name, v_avatar_url from twin_permission(p_workspace, p_channel, p_author, p_twin);
    if v_permission is distinct from 'allowed' then
      outcome := coalesce(v_permission, 'not_found');
      return;
    end if;
  end if;
  if v_is_archived then
    outcome := 'archived';
    return;
  end if;
  if p_parent is not null then
    select root.id, root.user_id into v_root, v_root_author from messages m
    join messages root on root.workspace_id = m.workspace_id and root.id = coalesce(m.parent_message_id, m.id)
    where m.workspace_id = p_workspace and m.id = p_parent and m.channel_id = p_channel and m.deleted_at is null;
    if not found then
      outcome := 'no_parent';
      return;
    end if;
  end if;
  if p_candidates <> '[]' then
    v_mentions := resolve_mentions(p_workspace, p_channel, p_candidates);
    if v_mentions is not null then
      v_metadata := v_metadata || jsonb_build_object('mentions', v_mentions);
    end if;
  end if;
  -- Whoever lets a twin speak need not be a member.
  if not v_is_member and p_twin is null then
    perform channels.join(p_workspace, p_channel, p_author, p_trace);
    joined := true;
  end if;

  -- Numbers. Times are taken under the lock too, so that they and the ids made after them follow seq; no two are the
  -- same.
  select h.seq + 1, h.rev + 1, h.last_message_at + interval '1 millisecond' into v_seq, v_rev, v_at
  from channel_heads h where h.workspace_id = p_workspace and h.channel_id = p_channel for no key update;
  if not found then
    insert into channel_heads (workspace_id, channel_id) values (p_workspace, p_channel) on conflict do nothing;
    select h.seq + 1, h.rev + 1, h.last_message_at + interval '1 millisecond' into v_seq, v_rev, v_at
    from channel_heads h where h.workspace_id = p_workspace and h.channel_id = p_channel for no key update;
  end if;
  v_at := greatest(v_at, date_trunc('milliseconds', clock_timestamp()));
  v_id := uuidv7();

  -- Access as it is now.
  select a.is_member, a.is_archived into v_is_member, v_is_archived from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_author;
  if not found then
    raise exception using errcode = 'PM404', message = 'access was lost while waiting';
  end if;
  if p_twin is not null then
    select t.permission into v_permission from twin_permission(p_workspace, p_channel, p_author, p_twin) t;
    if v_permission = 'forbidden' then
      raise exception using errcode = 'PM403', message = 'the right to let a twin speak was lost while waiting';
    elsif v_permission = 'no_twin' then
      raise exception using errcode = 'PM405', message = 'the twin was taken out of the channel while waiting';
    end if;
  end if;
  if v_is_archived then
    raise exception using errcode = 'PM409', message = 'the channel was archived while waiting';
  elsif not v_is_member and p_twin is null then
    -- Joining locks the channel, which comes before the head: it is for another attempt.
    raise exception using errcode = 'PM410', message = 'the membership ended while waiting';
  end if;

  -- Storing and counting.
  update channel_heads h set seq = v_seq, rev = v_rev, message_count = h.message_count + 1,
    root_count = h.root_count + (p_parent is null)::int, last_message_at = v_at
  where h.workspace_id = p_workspace and h.channel_id = p_channel;
  if p_parent is not null then
    update messages m set reply_count = m.reply_count + 1, last_reply_at = v_at,
      participants = case
        when v_user is null or v_user = any(m.participants) or cardinality(m.participants) >= 20 then m.participants
        else m.participants || v_user end
    where m.workspace_id = p_workspace and m.id = v_root
      and exists (select from messages parent
        where parent.workspace_id = p_workspace and parent.id = p_parent and parent.deleted_at is null);
    if not found then
      raise exception using errcode = 'PM400', message = 'the parent was deleted while waiting';
    end if;
  end if;
  if p_files <> '{}' then
    v_attachments := claim_files(p_workspace, p_channel, p_author, v_id, p_files);
    if v_attachments is null then
      raise exception using errcode = 'PM406', message = 'a file cannot be attached',
        detail = coalesce(first_unclaimable(p_workspace, p_channel, p_author, p_files), 0)::text;
    end if;
  end if;
  insert into messages (workspace_id, id, channel_id, seq, rev, created_rev, parent_message_id, user_id, ai_twin_id,
    author_name, author_avatar_url, content, content_type, metadata, attachments, created_at, updated_at)
  values (p_workspace, v_id, p_channel, v_seq, v_rev, v_rev, v_root, v_user, p_twin,
    v_name, v_avatar_url, p_content, p_content_type, v_metadata, v_attachments, v_at, v_at);
  insert into search_queue (workspace_id, message_id, rev, characters, queued_at)
  values (p_workspace, v_id, v_rev, length(p_content), v_at);

  -- Whoever writes in a channel has seen it; a reply says only that they have seen the thread.
  if p_parent is null and v_user is not null then
    insert into reads as marker (workspace_id, user_id, channel_id, last_read_seq, last_read_message_id, read_at)
    values (p_workspace, v_user, p_channel, v_seq, v_id, v_at)
    on conflict (workspace_id, user_id, channel_id) do update set
      last_read_seq = excluded.last_read_seq, last_read_message_id = excluded.last_read_message_id,
      read_at = excluded.read_at
    where marker.last_read_seq < excluded.last_read_seq;
  elsif p_parent is not null then
    perform add_to_thread(p_workspace, p_channel, v_root, v_root_author, v_user, v_seq, v_mentions);
  end if;
  if v_mentions is not null then
    perform insert_mentions(p_workspace, p_channel, v_id, v_seq, v_user, p_parent is not null, v_mentions);
  end if;

  -- Event and answer.
  -- Plans are kept. By the id, one that was made while the table was empty keeps reading a whole workspace by another
  -- index, since none costs anything then; by the rev it does not.
  select m.resource into message from message_resources m
  where m.workspace_id = p_workspace and m.channel_id = p_channel and m.rev = v_rev;
  insert into outbox (id, kind, name, rooms, payload, trace)
  values (v_id, 'event', 'message.created', array['channel:' || p_channel],
    message_event('message.created', p_workspace, p_channel, v_id, v_seq, v_rev, v_at, message), p_trace);
  outcome := 'posted';
end
$$;
