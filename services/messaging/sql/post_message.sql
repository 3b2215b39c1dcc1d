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
    where m.workspace_id = p_workspace and m.id = p_parent and m.deleted_at is null;
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
    select root.* into v_root from messages m
    join messages root on root.workspace_id = m.workspace_id and root.id = coalesce(m.parent_message_id, m.id)
    where m.workspace_id = p_workspace and m.id = p_parent and m.channel_id = p_channel and m.deleted_at is null;
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
  insert into channel_heads as head (workspace_id, channel_id, seq, rev, message_count, root_count, last_message_at)
  values (p_workspace, p_channel, 1, 1, 1, (p_parent is null)::int, date_trunc('milliseconds', clock_timestamp()))
  on conflict (workspace_id, channel_id) do update set
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
    where m.workspace_id = p_workspace and m.id = v_root.id
      and exists (select from messages parent
        where parent.workspace_id = p_workspace and parent.id = p_parent and parent.deleted_at is null)
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
  insert into search_queue (workspace_id, message_id, rev, characters, queued_at)
  values (p_workspace, v_id, v_head.rev, length(p_content), v_head.at);

  -- Whoever writes in a channel has seen it; a reply says only that they have seen the thread.
  if p_parent is null and v_user is not null then
    insert into reads as marker (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)
    values (v_user, p_channel, p_workspace, v_head.seq, v_stored.id, v_head.at)
    on conflict (workspace_id, user_id, channel_id) do update set
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
