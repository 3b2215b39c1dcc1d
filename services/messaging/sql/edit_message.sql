-- Gives a message another text. Outcomes: edited, unchanged (it is that text already), not_found, forbidden (to all but
-- its author), archived, empty (no text is left, and there are no attachments). A handle that mentioned someone before
-- and is still there goes on meaning them, whatever they are called by now.
create function edit_message(p_workspace uuid, p_message uuid, p_user uuid, p_content text, p_is_blank boolean,
  p_handles text[], p_trace jsonb, out outcome text, out message json) language plpgsql as $$
declare
  h record;
  v_channel uuid;
  v_resolved jsonb;
  v_mentions jsonb;
  v_stored messages;
  v_root messages;
begin
  if p_handles <> '{}' then
    -- Before the channel is held: it takes long in a large one.
    select m.channel_id into v_channel from messages m
    join channels.access a
      on a.workspace_id = m.workspace_id and a.channel_id = m.channel_id and a.user_id = p_user
    where m.workspace_id = p_workspace and m.id = p_message;
    v_resolved := resolve_mentions(p_workspace, v_channel, p_handles);
  end if;
  select * into h from hold_message(p_workspace, null, p_message, p_user);
  outcome := case
    when h.standing in ('not_found', 'deleted') then 'not_found'
    when (h.held).user_id is distinct from p_user then 'forbidden'
    when h.standing = 'archived' then 'archived'
    when p_is_blank and (h.held).attachments is null then 'empty'
    when (h.held).content = p_content then 'unchanged'
    else 'edited' end;
  if outcome = 'unchanged' then
    message := shown_message(h.held, p_user);
  end if;
  if outcome <> 'edited' then
    return;
  end if;

  select jsonb_agg(kept.mention order by kept.place, kept.mention) into v_mentions from (
    select distinct on (coalesce(given.mention->>'user_id', given.mention->>'type')) given.mention, written.place
    from (
      select mention, 1 as age from jsonb_array_elements((h.held).metadata->'mentions') mention
      union all
      select mention, 2 from jsonb_array_elements(v_resolved) mention
      where not coalesce((h.held).metadata->'mentions', '[]') @>
        jsonb_build_array(jsonb_build_object('handle', mention->>'handle'))
    ) given
    join (select lower(handle) as handle, min(place) as place
      from unnest(p_handles) with ordinality w (handle, place) group by 1) written
      on written.handle = given.mention->>'handle'
    order by coalesce(given.mention->>'user_id', given.mention->>'type'), given.age, written.place
  ) kept;

  update messages m set content = p_content, rev = next_rev(p_workspace, m.channel_id), updated_at = changed.at,
    edited_at = changed.at,
    metadata = case when v_mentions is null then m.metadata - 'mentions'
      else m.metadata || jsonb_build_object('mentions', v_mentions) end
  from (select change_time(h.held) as at) changed
  where m.workspace_id = p_workspace and m.id = p_message
  returning m.* into v_stored;
  insert into search_queue (workspace_id, message_id, rev, characters, queued_at)
  values (p_workspace, p_message, v_stored.rev, length(p_content), v_stored.updated_at);
  if v_stored.metadata->'mentions' is distinct from (h.held).metadata->'mentions' then
    delete from mentions n where n.workspace_id = p_workspace and n.message_id = p_message;
    perform note_mentions(v_stored);
    if v_stored.parent_message_id is not null then
      select m.* into v_root from messages m
      where m.workspace_id = p_workspace and m.id = v_stored.parent_message_id;
      perform join_thread(v_root, v_stored, null, v_mentions);
    end if;
  end if;
  perform tell_change('message.updated', v_stored, shown_message(v_stored, null), p_trace);
  message := shown_message(v_stored, p_user);
end
$$;
