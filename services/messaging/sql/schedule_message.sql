-- Keeps a message to be posted later. Outcomes: scheduled; what post_message answers or raises when it would not post
-- it now; full (p_max wait or have failed already).
create function schedule_message(
  p_workspace uuid, p_channel uuid, p_author uuid, p_by uuid, p_twin uuid, p_parent uuid, p_content text,
  p_content_type text, p_metadata jsonb, p_handles jsonb, p_files uuid[], p_send_at timestamptz, p_trace jsonb,
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
  perform lock_unsent(p_workspace, p_author);
  if (select count(*) >= p_max from scheduled_messages s
      where s.workspace_id = p_workspace and s.user_id = p_author and s.status <> 'sent') then
    outcome := 'full';
    return;
  end if;
  perform reserve_files(p_workspace, (v_would->>'channel_id')::uuid, p_author, p_files, p_send_at + p_kept);
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
