-- Makes the oldest member admin of each of these private channels whose last admin a person is.
create function promote_successors(p_workspace uuid, p_user uuid, p_channels uuid[], p_trace jsonb) returns void
language sql as $$
  with orphaned as (
    select c.id from channels c
    join members m
      on m.workspace_id = c.workspace_id and m.channel_id = c.id and m.user_id = p_user and m.role = 'admin'
    where c.workspace_id = p_workspace and c.id = any(p_channels) and c.is_private and c.channel_type <> 'dm'
      and not exists (
        select from members other
        where other.workspace_id = c.workspace_id and other.channel_id = c.id and other.role = 'admin'
          and other.user_id <> p_user)
  ), successor as (
    select orphaned.id as channel_id, oldest.user_id from orphaned cross join lateral (
      select m.user_id from members m
      left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
      where m.workspace_id = p_workspace and m.channel_id = orphaned.id and m.user_id <> p_user
      order by coalesce(p.role, 'guest') = 'guest', m.joined_at, m.user_id limit 1) oldest
  ), promoted as (
    update members m set role = 'admin' from successor
    where m.workspace_id = p_workspace and m.channel_id = successor.channel_id and m.user_id = successor.user_id
    returning m.channel_id, m.user_id, m.joined_at
  )
  select publish_event(p_workspace, p.channel_id, 'member.updated',
    array[channel_room(p.channel_id), user_room(p_workspace, p.user_id)],
    jsonb_build_object('user_id', p.user_id, 'channel_id', p.channel_id, 'role', 'admin',
      'joined_at', parley.iso(p.joined_at)), p_trace)
  from promoted p order by p.channel_id
$$;
