-- Gives a new channel its first members, its creator as admin, and publishes it. A private channel's room is still
-- empty, so its members receive it, and one another, in their own rooms.
create function add_first_members(in_workspace uuid, in_channel uuid, in_users uuid[], in_trace jsonb) returns void
language plpgsql as $$
declare
  created record;
  rooms text[] := array(select user_room(in_workspace, u) from unnest(in_users) u);
begin
  update channels c set member_count = c.member_count + cardinality(in_users)
  where c.workspace_id = in_workspace and c.id = in_channel
  returning c.is_private, c.created_by into strict created;
  insert into members (workspace_id, channel_id, user_id, role, added_by)
  select in_workspace, in_channel, u, case when u = created.created_by then 'admin' else 'member' end,
    created.created_by
  from unnest(in_users) u;
  if not created.is_private then
    rooms := array_prepend(workspace_room(in_workspace), rooms);
  end if;
  perform publish_channel(in_workspace, in_channel, 'channel.created', rooms, in_trace);
  perform publish_members_added(in_workspace, in_channel, in_users,
    case when created.is_private then rooms else '{}' end, in_trace);
end $$;
