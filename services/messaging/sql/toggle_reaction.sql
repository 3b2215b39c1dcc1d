-- Gives a message someone's emoji, or takes it away where they had given it. Outcomes: added, removed, not_found,
-- archived, too_many (the message has p_max different emoji). The sum that the message carries lists an emoji's first
-- p_listed people.
create function toggle_reaction(p_workspace uuid, p_message uuid, p_user uuid, p_emoji text, p_max int, p_listed int,
  p_trace jsonb, out outcome text, out reaction json) language plpgsql as $$
declare
  h record;
  v_reaction reactions;
  v_count int;
  v_sum jsonb;
  v_stored messages;
begin
  select * into h from hold_message(p_workspace, null, p_message, p_user);
  if h.standing <> 'open' then
    outcome := case h.standing when 'deleted' then 'not_found' else h.standing end;
    return;
  end if;
  select coalesce(max((each->>'count')::int), 0) into v_count from jsonb_array_elements((h.held).reactions) each
  where each->>'emoji' = p_emoji;
  delete from reactions r
  where r.workspace_id = p_workspace and r.message_id = p_message and r.emoji = p_emoji and r.user_id = p_user
  returning r.* into v_reaction;
  if found then
    outcome := 'removed';
    v_count := v_count - 1;
  elsif v_count = 0 and jsonb_array_length((h.held).reactions) >= p_max then
    outcome := 'too_many';
    return;
  else
    outcome := 'added';
    v_count := v_count + 1;
    insert into reactions (id, message_id, user_id, emoji, channel_id, workspace_id, created_at)
    values (uuidv7(), p_message, p_user, p_emoji, (h.held).channel_id, p_workspace,
      date_trunc('milliseconds', clock_timestamp()))
    returning * into v_reaction;
  end if;
  v_sum := case when v_count > 0 then jsonb_build_object('emoji', p_emoji, 'count', v_count, 'user_ids', (
    select jsonb_agg(first.user_id order by first.id) from (
      select r.id, r.user_id from reactions r
      where r.workspace_id = p_workspace and r.message_id = p_message and r.emoji = p_emoji
      order by r.id limit p_listed) first)) end;

  -- An emoji keeps its place among the others; a new one comes last.
  update messages m set rev = next_rev(p_workspace, m.channel_id), changed_at = change_time(m),
    reaction_count = m.reaction_count + case outcome when 'added' then 1 else -1 end,
    reactions = coalesce((
      select jsonb_agg(listed.sum order by listed.place) from (
        select case each->>'emoji' when p_emoji then v_sum else each end as sum, place
        from jsonb_array_elements(m.reactions) with ordinality old (each, place)
        union all
        select v_sum, 1e9 where not m.reactions @> jsonb_build_array(jsonb_build_object('emoji', p_emoji))
      ) listed where listed.sum is not null), '[]')
  where m.workspace_id = p_workspace and m.id = p_message
  returning m.* into v_stored;
  reaction := json_build_object('id', v_reaction.id, 'message_id', p_message, 'channel_id', v_reaction.channel_id,
    'user_id', p_user, 'emoji', p_emoji, 'created_at', parley.iso(v_reaction.created_at));
  perform tell_change('reaction.' || outcome, v_stored, reaction, p_trace);
end
$$;
