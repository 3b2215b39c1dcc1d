-- Changes what is given (null: stays) of what was not sent yet, and has it wait again where it had failed. Outcomes:
-- scheduled; missing; sent (too late); empty (no text and no file would be left); past (it had failed, and its time is
-- over); what post_message answers or raises.
create function reschedule_message(
  p_id uuid, p_workspace uuid, p_user uuid, p_content text, p_content_type text, p_metadata jsonb, p_handles jsonb,
  p_files uuid[], p_send_at timestamptz, p_kept interval, out outcome text, out scheduled json
) language plpgsql as $$
declare
  v scheduled_messages;
  v_files_before uuid[];
begin
  select * into v from scheduled_messages s
  where s.workspace_id = p_workspace and s.id = p_id and s.user_id = p_user for update;
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
  perform reserve_files(v.workspace_id, v.channel_id, v.user_id, v.file_ids, v.send_at + p_kept);
  update scheduled_messages s set content = v.content, content_type = v.content_type, metadata = v.metadata,
    handles = v.handles, file_ids = v.file_ids, send_at = v.send_at, retry_at = null, tries = 0,
    status = 'pending', failure_reason = null, done_at = null,
    updated_at = date_trunc('milliseconds', clock_timestamp())
  where s.workspace_id = p_workspace and s.id = p_id returning * into v;
  if v_files_before <> v.file_ids then
    perform release_files(p_workspace, p_user, v_files_before);
  end if;
  outcome := 'scheduled';
  scheduled := scheduled_json(v);
end
$$;
