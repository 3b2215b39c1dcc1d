-- Gives a new channel its first members, its creator and p_admins as admins, and publishes it. They are notified of all of
-- a direct message. A private channel's room is still empty, so its members receive it, and one another, in their own rooms.
create function add_first_members(p_workspace uuid, p_channel uuid, p_users uuid[], p_trace jsonb,
  p_admins uuid[] default '{}') returns void
language plpgsql as $$
declare
  created record;
  rooms text[] := array(select user_room(p_workspace, u) from unnest(p_users) u);
begin
  update channels c set member_count = c.member_count + cardinality(p_users)
  where c.workspace_id = p_workspace and c.id = p_channel
  returning c.is_private, c.created_by, c.channel_type into strict created;
  insert into members (workspace_id, channel_id, user_id, role, notification_level, added_by)
  select p_workspace, p_channel, u, case when u = created.created_by or u = any(p_admins) then 'admin' else 'member' end,
    case when created.channel_type = 'dm' then 'all' else 'mentions' end, created.created_by
  from unnest(p_users) u;
  if not created.is_private then
    rooms := array_prepend(workspace_room(p_workspace), rooms);
  end if;
  perform publish_channel(p_workspace, p_channel, 'channel.created', rooms, p_trace);
  perform publish_members_added(p_workspace, p_channel, p_users,
    case when created.is_private then rooms else '{}' end, p_trace);
end $$;
