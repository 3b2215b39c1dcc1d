-- Removes a person from channels that the caller has locked, counts and publishes it: to the room `access` too, so that
-- every process ends what it streams to them of these channels.
create function remove_member(p_workspace uuid, p_user uuid, p_channels uuid[], p_trace jsonb)
returns void language sql as $$
  with removed as (
    delete from members m
    where m.workspace_id = p_workspace and m.user_id = p_user and m.channel_id = any(p_channels)
    returning m.channel_id
  ), counted as (
    -- Not now(): whatever the room was shown while this waited for the channel comes before it.
    update channels c set member_count = c.member_count - 1, departed_at = clock_timestamp()
    from removed where c.workspace_id = p_workspace and c.id = removed.channel_id
  ), noted as (
    insert into former_members (workspace_id, channel_id, user_id, left_at)
    select p_workspace, r.channel_id, p_user, clock_timestamp() from removed r
    on conflict (workspace_id, channel_id, user_id) do update set left_at = excluded.left_at
  )
  select publish_event(p_workspace, r.channel_id, 'member.removed',
    array[channel_room(r.channel_id), user_room(p_workspace, p_user), 'access'],
    jsonb_build_object('user_id', p_user, 'channel_id', r.channel_id), p_trace)
  from removed r order by r.channel_id
$$;
