-- What is not sent yet: drafts, and messages that are to go out later.

-- What someone has begun to write in a channel or thread. Theirs alone.
create table drafts (
  user_id uuid not null,
  channel_id uuid not null,
  -- The thread's root, for a reply.
  parent_message_id uuid,
  workspace_id uuid not null,
  content text not null,
  file_ids uuid[] not null,
  updated_at timestamptz not null,
  unique nulls not distinct (user_id, channel_id, parent_message_id)
) with (fillfactor = 70);
create index drafts_of_person on drafts (workspace_id, user_id, updated_at desc);
create index drafts_of_channel on drafts (channel_id);

create table scheduled_messages (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  channel_id uuid not null,
  -- Whose it is and who will have written it, or let the twin speak; an admin's key may have asked for them.
  user_id uuid not null,
  scheduled_by uuid not null,
  ai_twin_id uuid,
  parent_message_id uuid,
  content text not null,
  content_type text not null,
  metadata jsonb not null,
  handles text[] not null,
  file_ids uuid[] not null,
  send_at timestamptz not null,
  -- Not before then, after a try that failed for no fault of the message.
  retry_at timestamptz,
  tries int not null default 0,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed')),
  failure_reason text check ((failure_reason is not null) = (status = 'failed')),
  -- The message that it became.
  message_id uuid check ((message_id is not null) = (status = 'sent')),
  -- When it was sent or failed.
  done_at timestamptz check ((done_at is null) = (status = 'pending')),
  trace jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 70);
create index scheduled_due on scheduled_messages ((greatest(send_at, retry_at))) where status = 'pending';
create index scheduled_of_person on scheduled_messages (workspace_id, user_id, send_at, id) where status <> 'sent';
create index scheduled_of_channel on scheduled_messages (channel_id) where status = 'pending';
create index scheduled_done on scheduled_messages (done_at) where status <> 'pending';

-- Uploads that no message carries yet, as answers show them to their uploader; those that are gone are left out.
create function unsent_attachments(p_files uuid[], p_reader uuid) returns json language sql stable as $$
  select case when p_files <> '{}' then attachments_json((
    select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'url_name', f.url_name, 'size', f.size,
        'type', f.type, 'width', f.width, 'height', f.height, 'has_thumbnail', f.thumbnail_key is not null)
      order by array_position(p_files, f.id))
    from files f where f.id = any(p_files) and f.message_id is null and f.uploader_id = p_reader), p_reader) end
$$;

-- Lets uploads be collected that were held for what is not to be sent any more, unless something else waits with them.
create function let_go_of_files(p_user uuid, p_files uuid[]) returns void language sql as $$
  update files f set held_until = null
  where f.id = any(p_files) and f.message_id is null
    and not exists (select from drafts d where d.user_id = p_user and f.id = any(d.file_ids))
    and not exists (select from scheduled_messages s
      where s.workspace_id = f.workspace_id and s.user_id = p_user and s.status <> 'sent' and f.id = any(s.file_ids))
$$;

create function draft_json(d drafts) returns json language sql stable as $$
  select json_build_object('workspace_id', d.workspace_id, 'channel_id', d.channel_id,
    'parent_message_id', d.parent_message_id, 'content', d.content,
    'attachments', unsent_attachments(d.file_ids, d.user_id), 'updated_at', parley.iso(d.updated_at))
$$;

create function scheduled_json(s scheduled_messages) returns json language sql stable as $$
  select json_build_object('id', s.id, 'workspace_id', s.workspace_id, 'channel_id', s.channel_id,
    'conversation_id', s.channel_id, 'parent_message_id', s.parent_message_id,
    'user_id', s.user_id, 'ai_twin_id', s.ai_twin_id, 'content', s.content, 'content_type', s.content_type,
    'metadata', s.metadata, 'attachments', unsent_attachments(s.file_ids, s.user_id),
    'send_at', parley.iso(s.send_at), 'status', s.status, 'failure_reason', s.failure_reason,
    'message_id', s.message_id, 'created_at', parley.iso(s.created_at), 'updated_at', parley.iso(s.updated_at))
$$;

-- One person's changes to what they have not sent come one after another, so that limits hold.
create function hold_unsent(p_workspace uuid, p_user uuid) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('unsent:' || p_workspace || ':' || p_user, 0))
$$;

-- Keeps a draft; without text and files there is none afterwards. Outcomes: kept, dropped, not_found (the person cannot
-- read the channel), no_parent, no_file (place: which of p_files, from 0), full (there are p_max already).
create function put_draft(
  p_workspace uuid, p_user uuid, p_channel uuid, p_parent uuid, p_content text, p_files uuid[], p_max int,
  p_held interval, out outcome text, out draft json, out place int
) language plpgsql as $$
declare
  v_root uuid;
  v_before drafts;
  v_kept drafts;
begin
  perform hold_unsent(p_workspace, p_user);
  perform from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_user;
  if not found then
    outcome := 'not_found';
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
  place := first_unclaimable(p_workspace, p_channel, p_user, p_files);
  if place is not null then
    outcome := 'no_file';
    return;
  end if;
  select * into v_before from drafts d
  where d.user_id = p_user and d.channel_id = p_channel and d.parent_message_id is not distinct from v_root;
  if p_content = '' and p_files = '{}' then
    delete from drafts d
    where d.user_id = p_user and d.channel_id = p_channel and d.parent_message_id is not distinct from v_root;
    outcome := 'dropped';
  elsif v_before.user_id is null
    and (select count(*) >= p_max from drafts d where d.workspace_id = p_workspace and d.user_id = p_user) then
    outcome := 'full';
    return;
  else
    perform hold_files(p_workspace, p_channel, p_user, p_files, now() + p_held);
    insert into drafts as d (user_id, channel_id, parent_message_id, workspace_id, content, file_ids, updated_at)
    values (p_user, p_channel, v_root, p_workspace, p_content, p_files, date_trunc('milliseconds', clock_timestamp()))
    on conflict (user_id, channel_id, parent_message_id) do update set
      content = excluded.content, file_ids = excluded.file_ids, updated_at = excluded.updated_at
    returning d.* into v_kept;
    outcome := 'kept';
    draft := draft_json(v_kept);
  end if;
  if v_before.file_ids <> '{}' then
    perform let_go_of_files(p_user, v_before.file_ids);
  end if;
end
$$;

-- Posts, and undoes it: what post_message would say to this now, with all its checks, and the message it would make.
create function try_post(
  p_workspace uuid, p_channel uuid, p_author uuid, p_twin uuid, p_parent uuid, p_content text, p_content_type text,
  p_metadata jsonb, p_handles text[], p_files uuid[], p_trace jsonb, out outcome text, out message json
) language plpgsql as $$
begin
  select p.outcome, p.message into outcome, message
  from post_message(p_workspace, p_channel, p_author, p_twin, p_parent, p_content, p_content_type, p_metadata,
    p_handles, p_files, p_trace) p;
  raise exception using errcode = 'PM200';
exception when sqlstate 'PM200' then
  -- The channel is as it was, and nobody waits for it any longer.
end
$$;

-- Keeps a message to be posted later. Outcomes: scheduled; what post_message answers or raises when it would not post
-- it now; full (p_max wait or have failed already).
create function schedule_message(
  p_workspace uuid, p_channel uuid, p_author uuid, p_by uuid, p_twin uuid, p_parent uuid, p_content text,
  p_content_type text, p_metadata jsonb, p_handles text[], p_files uuid[], p_send_at timestamptz, p_trace jsonb,
  p_max int, p_kept interval, out outcome text, out scheduled json
) language plpgsql as $$
declare
  v_would json;
  v_kept scheduled_messages;
begin
  select t.outcome, t.message into outcome, v_would
  from try_post(p_workspace, p_channel, p_author, p_twin, p_parent, p_content, p_content_type, p_metadata, p_handles,
    p_files, p_trace) t;
  if outcome <> 'posted' then
    return;
  end if;
  perform hold_unsent(p_workspace, p_author);
  if (select count(*) >= p_max from scheduled_messages s
      where s.workspace_id = p_workspace and s.user_id = p_author and s.status <> 'sent') then
    outcome := 'full';
    return;
  end if;
  perform hold_files(p_workspace, (v_would->>'channel_id')::uuid, p_author, p_files, p_send_at + p_kept);
  insert into scheduled_messages (workspace_id, channel_id, user_id, scheduled_by, ai_twin_id, parent_message_id,
    content, content_type, metadata, handles, file_ids, send_at, trace, created_at, updated_at)
  values (p_workspace, (v_would->>'channel_id')::uuid, p_author, p_by, p_twin, p_parent,
    p_content, p_content_type, p_metadata, p_handles, p_files, p_send_at, p_trace,
    date_trunc('milliseconds', now()), date_trunc('milliseconds', now()))
  returning * into v_kept;
  outcome := 'scheduled';
  scheduled := scheduled_json(v_kept);
end
$$;

-- Changes what is given (null: stays) of what was not sent yet, and has it wait again where it had failed. Outcomes:
-- scheduled; missing; sent (too late); empty (no text and no file would be left); past (it had failed, and its time is
-- over); what post_message answers or raises.
create function reschedule_message(
  p_id uuid, p_workspace uuid, p_user uuid, p_content text, p_content_type text, p_metadata jsonb, p_handles text[],
  p_files uuid[], p_send_at timestamptz, p_kept interval, out outcome text, out scheduled json
) language plpgsql as $$
declare
  v scheduled_messages;
  v_files_before uuid[];
begin
  select * into v from scheduled_messages s
  where s.id = p_id and s.workspace_id = p_workspace and s.user_id = p_user for update;
  if not found then
    outcome := 'missing';
    return;
  elsif v.status = 'sent' then
    outcome := 'sent';
    return;
  end if;
  v_files_before := v.file_ids;
  v.content := coalesce(p_content, v.content);
  v.content_type := coalesce(p_content_type, v.content_type);
  v.metadata := coalesce(p_metadata, v.metadata);
  v.handles := coalesce(p_handles, v.handles);
  v.file_ids := coalesce(p_files, v.file_ids);
  v.send_at := coalesce(p_send_at, v.send_at);
  if v.content ~ '^[\s\ufeff]*$' and v.file_ids = '{}' then
    outcome := 'empty';
    return;
  elsif v.status = 'failed' and v.send_at <= clock_timestamp() then
    outcome := 'past';
    return;
  end if;
  select t.outcome into outcome
  from try_post(v.workspace_id, v.channel_id, v.user_id, v.ai_twin_id, v.parent_message_id, v.content, v.content_type,
    v.metadata, v.handles, v.file_ids, v.trace) t;
  if outcome <> 'posted' then
    return;
  end if;
  perform hold_files(v.workspace_id, v.channel_id, v.user_id, v.file_ids, v.send_at + p_kept);
  update scheduled_messages s set content = v.content, content_type = v.content_type, metadata = v.metadata,
    handles = v.handles, file_ids = v.file_ids, send_at = v.send_at, retry_at = null, tries = 0,
    status = 'pending', failure_reason = null, done_at = null,
    updated_at = date_trunc('milliseconds', clock_timestamp())
  where s.id = p_id returning * into v;
  if v_files_before <> v.file_ids then
    perform let_go_of_files(p_user, v_files_before);
  end if;
  outcome := 'scheduled';
  scheduled := scheduled_json(v);
end
$$;

-- Posts a message that is due and marks it in the same transaction: a crash undoes both or neither. The channel whose
-- turn it is is the one that has waited longest and that no other transaction posts to; its own go out by send_at and id.
-- One that waits for its next try holds up no later one. Outcomes: sent, failed (reason: failure_reason), later (reason:
-- what went wrong; it is tried again, ever less often), none (nothing is due that is not being posted; wait_ms until the
-- next, null when none waits).
create function send_scheduled(
  p_most_tries int, out outcome text, out scheduled_id uuid, out reason text, out joined boolean, out wait_ms int
) language plpgsql as $$
declare
  v scheduled_messages;
  v_channel uuid;
  v_passed uuid[] := '{}';
  v_first uuid;
  v_outcome text;
  v_message json;
begin
  for v_channel in select s.channel_id from scheduled_messages s
    where s.status = 'pending' and greatest(s.send_at, s.retry_at) <= clock_timestamp()
    order by greatest(s.send_at, s.retry_at)
  loop
    continue when v_channel = any(v_passed);
    v_passed := v_passed || v_channel;
    continue when not pg_try_advisory_xact_lock(hashtextextended('scheduled:' || v_channel, 0));
    select s.id into v_first from scheduled_messages s
    where s.channel_id = v_channel and s.status = 'pending'
      and greatest(s.send_at, s.retry_at) <= clock_timestamp()
    order by s.send_at, s.id limit 1;
    -- While the first is being changed or removed, those after it wait as well.
    select * into v from scheduled_messages s
    where s.id = v_first and s.status = 'pending' and greatest(s.send_at, s.retry_at) <= clock_timestamp()
    for update skip locked;
    exit when found;
  end loop;
  if v.id is null then
    outcome := 'none';
    select least(extract(epoch from greatest(s.send_at, s.retry_at) - clock_timestamp()) * 1000, 3600000)::int
      into wait_ms from scheduled_messages s
    where s.status = 'pending' and greatest(s.send_at, s.retry_at) > clock_timestamp()
    order by greatest(s.send_at, s.retry_at) limit 1;
    return;
  end if;
  scheduled_id := v.id;
  begin
    -- A channel that others hold for long must not keep all the rest from going out.
    perform set_config('lock_timeout', '3s', true);
    if v.scheduled_by <> v.user_id and not exists (select from gateway.people p
        where p.workspace_id = v.workspace_id and p.user_id = v.scheduled_by and p.role in ('owner', 'admin')) then
      v_outcome := 'forbidden';
    else
      select p.outcome, p.message, p.joined into v_outcome, v_message, joined
      from post_message(v.workspace_id, v.channel_id, v.user_id, v.ai_twin_id, v.parent_message_id, v.content,
        v.content_type, v.metadata, v.handles, v.file_ids, v.trace) p;
    end if;
  exception
    when sqlstate 'PM404' then v_outcome := 'not_found';
    when sqlstate 'PM403' then v_outcome := 'forbidden';
    when sqlstate 'PM405' then v_outcome := 'no_twin';
    when sqlstate 'PM409' then v_outcome := 'archived';
    when sqlstate 'PM400' then v_outcome := 'no_parent';
    when sqlstate 'PM406' then v_outcome := 'no_file';
    when others then
      v_outcome := 'trouble';
      reason := sqlerrm;
  end;
  if v_outcome = 'posted' then
    outcome := 'sent';
    -- The message has the text from here on; who deletes it there finds no copy here.
    update scheduled_messages s set status = 'sent', message_id = (v_message->>'id')::uuid, done_at = now(),
      updated_at = date_trunc('milliseconds', clock_timestamp()), content = '', metadata = '{}', handles = '{}', file_ids = '{}'
    where s.id = v.id;
  elsif v_outcome = 'trouble' and v.tries + 1 < p_most_tries then
    outcome := 'later';
    update scheduled_messages s set tries = s.tries + 1,
      retry_at = clock_timestamp() + least(power(2, s.tries), 300) * interval '1 second'
    where s.id = v.id;
  else
    outcome := 'failed';
    reason := case v_outcome
      when 'not_found' then case when exists (
          select from gateway.people p where p.workspace_id = v.workspace_id and p.user_id = v.user_id)
        then 'channel_not_found' else 'author_removed' end
      when 'archived' then 'channel_archived' when 'no_parent' then 'parent_not_found'
      when 'no_file' then 'attachment_not_found' when 'no_twin' then 'twin_not_found'
      when 'forbidden' then 'forbidden' else 'internal' end;
    update scheduled_messages s set status = 'failed', failure_reason = reason, done_at = now(),
      updated_at = date_trunc('milliseconds', clock_timestamp())
    where s.id = v.id;
  end if;
end
$$;

revoke execute on all functions in schema messaging from public;
