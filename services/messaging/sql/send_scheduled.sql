-- Posts a message that is due and marks it in the same transaction: a crash undoes both or neither. The channel whose
-- turn it is is the one that has waited longest and that no other transaction posts to; its own go out by send_at and id.
-- One that waits for its next try delays no later one. Outcomes: sent, failed (reason: failure_reason), later (reason:
-- what went wrong; it is tried again, ever less often), none (nothing is due that is not being posted; wait_ms until the
-- next, null when none waits).
create function send_scheduled(
  p_most_tries int, out outcome text, out scheduled_id uuid, out reason text, out joined boolean, out wait_ms int
) language plpgsql as $$
declare
  v scheduled_messages;
  v_workspace uuid;
  v_channel uuid;
  v_passed uuid[] := '{}';
  v_first uuid;
  v_outcome text;
  v_message json;
begin
  for v_workspace, v_channel in select s.workspace_id, s.channel_id from scheduled_messages s
    where s.status = 'pending' and greatest(s.send_at, s.retry_at) <= clock_timestamp()
    order by greatest(s.send_at, s.retry_at)
  loop
    continue when v_channel = any(v_passed);
    v_passed := v_passed || v_channel;
    continue when not pg_try_advisory_xact_lock(hashtextextended('scheduled:' || v_channel, 0));
    select s.id into v_first from scheduled_messages s
    where s.workspace_id = v_workspace and s.channel_id = v_channel and s.status = 'pending'
      and greatest(s.send_at, s.retry_at) <= clock_timestamp()
    order by s.send_at, s.id limit 1;
    -- While the first is being changed or removed, those after it wait as well.
    select * into v from scheduled_messages s
    where s.workspace_id = v_workspace and s.id = v_first and s.status = 'pending'
      and greatest(s.send_at, s.retry_at) <= clock_timestamp()
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
      updated_at = date_trunc('milliseconds', clock_timestamp()), content = '', metadata = '{}', handles = '[]', file_ids = '{}'
    where s.workspace_id = v.workspace_id and s.id = v.id;
  elsif v_outcome = 'trouble' and v.tries + 1 < p_most_tries then
    outcome := 'later';
    update scheduled_messages s set tries = s.tries + 1,
      retry_at = clock_timestamp() + least(power(2, s.tries), 300) * interval '1 second'
    where s.workspace_id = v.workspace_id and s.id = v.id;
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
    where s.workspace_id = v.workspace_id and s.id = v.id;
  end if;
end
$$;
