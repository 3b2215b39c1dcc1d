-- Publishes that these members are new to the channel: to its room, to their own and to any others given.
create function publish_members_added(
  in_workspace uuid, in_channel uuid, in_users uuid[], in_rooms text[], in_trace jsonb
) returns void language sql as $$
  select publish_event(in_workspace, in_channel, 'member.added',
    array(select distinct room from unnest(
      in_rooms || channel_room(in_channel) || user_room(in_workspace, m.user_id)) room order by room),
    m.resource || jsonb_build_object(
      'display_name', p.display_name, 'email', p.email, 'avatar_url', p.avatar_url),
    in_trace)
  from membership_resources m
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
  where m.workspace_id = in_workspace and m.channel_id = in_channel and m.user_id = any(in_users)
  order by m.role, m.user_id
$$;
