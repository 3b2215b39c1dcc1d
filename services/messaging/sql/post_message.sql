-- Stores a message under its channel's next seq and rev, with all that belongs to it, and its event in the outbox.
-- Nothing is written unless the outcome is `posted`. If p_channel is null, the parent's channel is meant. p_post is what
-- is posted, an object (`Post` of src/domain/posting.ts):
--
--   content             the text
--   content_type        `text` if not given
--   metadata            the sender's, an object; {} if not given
--   parent_message_id   a message of the thread to reply in
--   ai_twin_id          the twin that is the author; p_author posts as it
--   mention_candidates  the handles that the text may mention; see resolve_mentions
--   file_ids            uploads of p_author to attach; where a service posts, what it has stored for this channel
--
-- p_service is set where a service posts, by `post`, which has checked it. Then p_author is null for a twin or a bridged
-- author: they need no access, but a channel that is not archived, and a twin need not be assigned.
--
--   name, avatar_url, platform, foreign_id   the bridged author
--   written_at          becomes its time, unless the channel has a newer message: then it comes right after that
--   origin, hops, key   stored; origin and hops are also in the event
--
-- Access is read twice: before the head is locked, so that an outsider never locks somebody else's channel, and after,
-- since the wait may have been long. Each statement below has a snapshot of its own, so the second read sees what was
-- committed meanwhile. A removal that commits after the second read is concurrent with this message and orders after it.
-- Refusals before the lock are outcomes. Refusals after it are raised, which undoes the rest (no HTTP codes):
--
--   outcome     errcode  why
--   not_found   PM404    the author cannot read the channel, or there is no such channel, nor such a parent
--   forbidden   PM403    the author may not post as a twin here
--   no_twin     PM405    the twin is not in the channel
--   archived    PM409    the channel is archived
--   no_parent   PM400    the parent is not in the channel, or is deleted
--   no_file     PM406    a file cannot be attached; DETAIL is its index in file_ids
--   (retry)     PM410    the author left while waiting and must join again: the caller retries
--
-- `event` is the message's; `outbox_position`, `written_at` (microseconds since 1970) and `facts` (what jobs ask about it:
-- see the event's contract) are its outbox row's: p_publisher is the process that publishes it from them. If p_publisher is
-- null, the outbox must be flushed.
create function post_message(
  p_workspace uuid, p_channel uuid, p_author uuid, p_post jsonb, p_trace jsonb, p_publisher uuid default null,
  p_service jsonb default null,
  out outcome text, out event json, out joined boolean, out outbox_position bigint, out written_at bigint,
  out facts jsonb
) language plpgsql as $$
declare
  v_content text := p_post->>'content';
  v_metadata jsonb := coalesce(p_post->'metadata', '{}');
  v_twin uuid := (p_post->>'ai_twin_id')::uuid;
  v_parent uuid := (p_post->>'parent_message_id')::uuid;
  v_files uuid[];
  v_uploader uuid := case when p_service is null then p_author end;
  v_root uuid;
  v_root_author uuid;
  v_user uuid := case when v_twin is null then p_author end;
  v_written_at timestamptz := (p_service->>'written_at')::timestamptz;
  v_is_late boolean;
  v_is_member boolean;
  v_is_archived boolean;
  v_is_direct boolean;
  v_name text;
  v_avatar_url text;
  v_permission text;
  v_message json;
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
    where m.workspace_id = p_workspace and m.id = v_parent and m.deleted_at is null;
  end if;
  if p_author is not null then
    select a.is_member, a.is_archived, a.channel_type = 'dm', p.display_name
    into v_is_member, v_is_archived, v_is_direct, v_name
    from channels.access a
    left join gateway.people p on p.workspace_id = a.workspace_id and p.user_id = a.user_id
    where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_author;
  else
    select s.is_archived, s.channel_type = 'dm', p_service->>'name', p_service->>'avatar_url'
    into v_is_archived, v_is_direct, v_name, v_avatar_url
    from channels.states s where s.workspace_id = p_workspace and s.channel_id = p_channel;
  end if;
  if not found then
    outcome := 'not_found';
    return;
  end if;
  if v_twin is not null and p_author is null then
    select t.name, t.avatar_url into v_name, v_avatar_url from chat_engine.twin_profiles t
    where t.workspace_id = p_workspace and t.ai_twin_id = v_twin;
    if not found then
      outcome := 'no_twin';
      return;
    end if;
  elsif v_twin is not null then
    select * into v_permission, v_name, v_avatar_url from twin_permission(p_workspace, p_channel, p_author, v_twin);
    if v_permission is distinct from 'allowed' then
      outcome := coalesce(v_permission, 'not_found');
      return;
    end if;
  end if;
  if v_is_archived then
    outcome := 'archived';
    return;
  end if;
  if v_parent is not null then
    select root.id, root.user_id into v_root, v_root_author from messages m
    join messages root on root.workspace_id = m.workspace_id and root.id = coalesce(m.parent_message_id, m.id)
    where m.workspace_id = p_workspace and m.id = v_parent and m.channel_id = p_channel and m.deleted_at is null;
    if not found then
      outcome := 'no_parent';
      return;
    end if;
  end if;
  if jsonb_array_length(nullif(p_post->'mention_candidates', 'null')) > 0 then
    v_mentions := resolve_mentions(p_workspace, p_channel, p_post->'mention_candidates');
    if v_mentions is not null then
      v_metadata := v_metadata || jsonb_build_object('mentions', v_mentions);
    end if;
  end if;
  -- Posting as a twin does not need a membership.
  if v_user is not null and not v_is_member then
    perform channels.join(p_workspace, p_channel, p_author, p_trace);
    joined := true;
  end if;

  -- Numbers. The time is read under the lock, so that times and ids follow seq, and no two times of a channel are equal.
  select h.seq + 1, h.rev + 1, h.last_message_at + interval '1 millisecond' into v_seq, v_rev, v_at
  from channel_heads h where h.workspace_id = p_workspace and h.channel_id = p_channel for no key update;
  if not found then
    insert into channel_heads (workspace_id, channel_id) values (p_workspace, p_channel) on conflict do nothing;
    select h.seq + 1, h.rev + 1, h.last_message_at + interval '1 millisecond' into v_seq, v_rev, v_at
    from channel_heads h where h.workspace_id = p_workspace and h.channel_id = p_channel for no key update;
  end if;
  v_at := greatest(v_at, date_trunc('milliseconds', least(v_written_at, clock_timestamp())));
  v_is_late := coalesce(v_written_at < clock_timestamp() - interval '2 minutes', false);
  v_id := uuidv7();

  -- Access as it is now.
  if p_author is not null then
    select a.is_member, a.is_archived into v_is_member, v_is_archived from channels.access a
    where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_author;
  else
    select s.is_archived into v_is_archived from channels.states s
    where s.workspace_id = p_workspace and s.channel_id = p_channel;
  end if;
  if not found then
    raise exception using errcode = 'PM404', message = 'access was lost while waiting';
  end if;
  if v_twin is not null and p_author is not null then
    select t.permission into v_permission from twin_permission(p_workspace, p_channel, p_author, v_twin) t;
    if v_permission = 'forbidden' then
      raise exception using errcode = 'PM403', message = 'the permission to post as a twin was lost while waiting';
    elsif v_permission = 'no_twin' then
      raise exception using errcode = 'PM405', message = 'the twin was taken out of the channel while waiting';
    end if;
  end if;
  if v_is_archived then
    raise exception using errcode = 'PM409', message = 'the channel was archived while waiting';
  elsif v_user is not null and not v_is_member then
    -- Joining locks the channel, which must precede the head lock, so the caller retries (PM410).
    raise exception using errcode = 'PM410', message = 'the membership ended while waiting';
  end if;

  -- Store and count.
  update channel_heads h set seq = v_seq, rev = v_rev, message_count = h.message_count + 1,
    root_count = h.root_count + (v_parent is null)::int, last_message_at = v_at
  where h.workspace_id = p_workspace and h.channel_id = p_channel;
  if v_parent is not null then
    update messages m set reply_count = m.reply_count + 1, last_reply_at = v_at,
      participants = case
        when v_user is null or v_user = any(m.participants) or cardinality(m.participants) >= 20 then m.participants
        else m.participants || v_user end
    where m.workspace_id = p_workspace and m.id = v_root
      and exists (select from messages parent
        where parent.workspace_id = p_workspace and parent.id = v_parent and parent.deleted_at is null);
    if not found then
      raise exception using errcode = 'PM400', message = 'the parent was deleted while waiting';
    end if;
  end if;
  if jsonb_array_length(nullif(p_post->'file_ids', 'null')) > 0 then
    v_files := array(select id::uuid from jsonb_array_elements_text(p_post->'file_ids') id);
    v_attachments := attach_files(p_workspace, p_channel, v_uploader, v_id, v_files);
    if v_attachments is null then
      raise exception using errcode = 'PM406', message = 'a file cannot be attached',
        detail = coalesce(first_unattachable(p_workspace, p_channel, v_uploader, v_files), 0)::text;
    end if;
  end if;
  insert into messages (workspace_id, id, channel_id, seq, rev, created_rev, parent_message_id, user_id, ai_twin_id,
    author_name, author_avatar_url, author_platform, author_foreign_id, content, content_type, metadata, attachments,
    created_at, updated_at, origin, hops, service_key, is_late)
  values (p_workspace, v_id, p_channel, v_seq, v_rev, v_rev, v_root, v_user, v_twin,
    v_name, v_avatar_url, p_service->>'platform', p_service->>'foreign_id', v_content,
    coalesce(p_post->>'content_type', 'text'), v_metadata, v_attachments,
    v_at, v_at, p_service->>'origin', coalesce((p_service->>'hops')::int, 0), p_service->>'key', v_is_late);
  insert into search_queue (workspace_id, message_id, rev, characters, queued_at)
  values (p_workspace, v_id, v_rev, length(v_content), v_at);

  -- Posting moves the author's read marker; a reply that of the thread alone, which may be all they have seen.
  if v_parent is null and v_user is not null then
    insert into reads as marker (workspace_id, user_id, channel_id, last_read_seq, last_read_message_id, read_at)
    values (p_workspace, v_user, p_channel, v_seq, v_id, v_at)
    on conflict (workspace_id, user_id, channel_id) do update set
      last_read_seq = excluded.last_read_seq, last_read_message_id = excluded.last_read_message_id,
      read_at = excluded.read_at
    where marker.last_read_seq < excluded.last_read_seq;
  elsif v_parent is not null then
    perform add_to_thread(p_workspace, p_channel, v_root, v_root_author, v_user, v_seq, v_at, v_mentions);
  end if;
  if v_mentions is not null then
    perform insert_mentions(p_workspace, p_channel, v_id, v_seq, v_user, v_parent is not null, v_mentions);
  end if;

  -- Event and result.
  -- Select by (channel_id, rev): the cached generic plan of a look-up by id, made while the table was empty, may keep a
  -- wrong index.
  select m.resource into v_message from message_resources m
  where m.workspace_id = p_workspace and m.channel_id = p_channel and m.rev = v_rev;
  event := message_event('message.created', p_workspace, p_channel, v_id, v_seq, v_rev, v_at, v_message);
  if p_service is not null then
    event := with_origin(event, p_service->>'origin', coalesce((p_service->>'hops')::int, 0));
  end if;
  facts := jsonb_build_object(
    'is_addressed', v_is_direct or v_mentions is not null
      or v_parent is null and exists (select from channels.memberships m
        where m.workspace_id = p_workspace and m.channel_id = p_channel and m.notification_level = 'all'),
    'has_twins', exists (select from channels.twins t where t.workspace_id = p_workspace and t.channel_id = p_channel),
    'has_webhooks', exists (select from integrations.active_webhooks w where w.workspace_id = p_workspace));
  insert into outbox as o (id, kind, name, rooms, payload, options, trace, publisher)
  values (v_id, 'event', 'message.created', array['channel:' || p_channel], event, facts, p_trace, p_publisher)
  returning o.position, extract(epoch from o.created_at) * 1000000 into outbox_position, written_at;
  outcome := 'posted';
end
$$;
