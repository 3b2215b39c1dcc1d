-- Removes a person from channels that the caller has locked, counts and publishes it.
create function remove_member(in_workspace uuid, in_user uuid, in_channels uuid[], in_trace jsonb)
returns void language sql as $$
  with removed as (
    delete from members m
    where m.workspace_id = in_workspace and m.user_id = in_user and m.channel_id = any(in_channels)
    returning m.channel_id
  ), counted as (
    -- Not now(): whatever the room was shown while this waited for the channel comes before it.
    update channels c set member_count = c.member_count - 1, departed_at = clock_timestamp()
    from removed where c.workspace_id = in_workspace and c.id = removed.channel_id
  )
  select publish_event(in_workspace, r.channel_id, 'member.removed',
    array[channel_room(r.channel_id), user_room(in_workspace, in_user)],
    jsonb_build_object('user_id', in_user, 'channel_id', r.channel_id), in_trace)
  from removed r order by r.channel_id
$$;
