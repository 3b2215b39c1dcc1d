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
  where m.workspace_id = p_workspace and m.id = p_message and (p_channel is null or m.channel_id = p_channel);
  if not found then
    return;
  end if;
  perform from channel_heads h where h.workspace_id = p_workspace and h.channel_id = p_channel for no key update;
  select a.is_archived, a.workspace_role in ('owner', 'admin') or coalesce(a.channel_role = 'admin', false)
    into v_is_archived, is_moderator
  from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_user;
  if not found then
    return;
  end if;
  select m.* into held from messages m where m.workspace_id = p_workspace and m.id = p_message;
  if not found then
    return;
  end if;
  standing := case when held.deleted_at is not null then 'deleted' when v_is_archived then 'archived' else 'open' end;
end
$$;
