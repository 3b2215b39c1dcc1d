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
    when p_is_pinned and (select count(*) from messages m
      where m.workspace_id = p_workspace and m.channel_id = (h.held).channel_id
      and m.metadata->>'pinned' = 'true' and m.deleted_at is null) >= p_max then 'too_many'
    else 'done' end;
  if outcome = 'unchanged' then
    message := shown_message(h.held, p_user);
  end if;
  if outcome <> 'done' then
    return;
  end if;
  update messages m set rev = next_rev(p_workspace, m.channel_id), updated_at = changed.at,
    metadata = case when p_is_pinned then m.metadata || jsonb_build_object(
        'pinned', true, 'pinned_by', p_user, 'pinned_at', parley.iso(changed.at))
      else m.metadata - array['pinned', 'pinned_by', 'pinned_at'] end
  from (select change_time(h.held) as at) changed
  where m.workspace_id = p_workspace and m.id = p_message
  returning m.* into v_stored;
  perform tell_change(case when p_is_pinned then 'message.pinned' else 'message.unpinned' end, v_stored,
    shown_message(v_stored, null), p_trace);
  message := shown_message(v_stored, p_user);
end
$$;
