-- Makes the oldest member admin of each of these private channels whose last admin a person is.
create function promote_heirs(in_workspace uuid, in_user uuid, in_channels uuid[], in_trace jsonb) returns void
language sql as $$
  with orphaned as (
    select c.id from channels c
    join members m
      on m.workspace_id = c.workspace_id and m.channel_id = c.id and m.user_id = in_user and m.role = 'admin'
    where c.workspace_id = in_workspace and c.id = any(in_channels) and c.is_private and c.channel_type <> 'dm'
      and not exists (
        select from members other
        where other.workspace_id = c.workspace_id and other.channel_id = c.id and other.role = 'admin'
          and other.user_id <> in_user)
  ), heir as (
    select orphaned.id as channel_id, oldest.user_id from orphaned cross join lateral (
      select m.user_id from members m
      left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
      where m.workspace_id = in_workspace and m.channel_id = orphaned.id and m.user_id <> in_user
      order by coalesce(p.role, 'guest') = 'guest', m.joined_at, m.user_id limit 1) oldest
  ), promoted as (
    update members m set role = 'admin' from heir
    where m.workspace_id = in_workspace and m.channel_id = heir.channel_id and m.user_id = heir.user_id
    returning m.channel_id, m.user_id, m.joined_at
  )
  select publish_event(in_workspace, p.channel_id, 'member.updated',
    array[channel_room(p.channel_id), user_room(in_workspace, p.user_id)],
    jsonb_build_object('user_id', p.user_id, 'channel_id', p.channel_id, 'role', 'admin',
      'joined_at', parley.iso(p.joined_at)), in_trace)
  from promoted p order by p.channel_id
$$;
