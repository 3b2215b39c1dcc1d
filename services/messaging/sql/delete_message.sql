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

  update channel_heads set rev = rev + 1, message_count = message_count - 1,
    root_count = root_count - ((h.held).parent_message_id is null)::int
  where workspace_id = p_workspace and channel_id = (h.held).channel_id
  returning rev into v_rev;
  update messages m set rev = v_rev, deleted_at = change_time(m), reactions = '[]', reaction_count = 0,
    metadata = m.metadata - array['pinned', 'pinned_by', 'pinned_at']
  where m.workspace_id = p_workspace and m.id = p_message
  returning * into v_stored;
  delete from reactions r where r.workspace_id = p_workspace and r.message_id = p_message;
  delete from mentions n where n.workspace_id = p_workspace and n.message_id = p_message;
  -- After the message: see index_queued.
  delete from search_documents d where d.workspace_id = p_workspace and d.message_id = p_message;
  tombstone := tombstone_json(v_stored);
  perform tell_change('message.deleted', v_stored, tombstone, p_trace);

  if v_stored.parent_message_id is null then
    return;
  end if;
  update thread_people t set replies = t.replies - 1, first_seq = case when t.replies > 1 then t.first_seq end
  where t.workspace_id = p_workspace and t.root_id = v_stored.parent_message_id and t.user_id = v_stored.user_id and t.replies > 0
  returning t.replies into v_replies;
  update messages m set reply_count = m.reply_count - 1,
    last_reply_at = (select r.created_at from messages r
      where r.workspace_id = p_workspace and r.parent_message_id = m.id and r.deleted_at is null order by r.seq desc limit 1),
    participants = case when v_replies = 0 then array(select t.user_id from thread_people t
      where t.workspace_id = p_workspace and t.root_id = m.id and t.replies > 0 order by t.first_seq limit 20) else m.participants end,
    rev = case when m.deleted_at is null then next_rev(p_workspace, m.channel_id) else m.rev end,
    changed_at = v_stored.deleted_at
  where m.workspace_id = p_workspace and m.id = v_stored.parent_message_id
  returning * into v_root;
  if v_root.deleted_at is null then
    perform tell_change('message.updated', v_root, shown_message(v_root, null), p_trace);
  end if;
end
$$;
