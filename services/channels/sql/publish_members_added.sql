-- Publishes that these members are new to the channel: to its room, to their own and to any others given.
create function publish_members_added(
  p_workspace uuid, p_channel uuid, p_users uuid[], p_rooms text[], p_trace jsonb
) returns void language sql as $$
  select publish_event(p_workspace, p_channel, 'member.added',
    array(select distinct room from unnest(
      p_rooms || channel_room(p_channel) || user_room(p_workspace, m.user_id)) room order by room),
    m.resource || jsonb_build_object(
      'display_name', p.display_name, 'email', p.email, 'avatar_url', p.avatar_url),
    p_trace)
  from membership_resources m
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
  where m.workspace_id = p_workspace and m.channel_id = p_channel and m.user_id = any(p_users)
  order by m.role, m.user_id
$$;
