-- Publishes what a channel is now in the given rooms, which must be those of its members and, where it is public, of the
-- workspace. Members who cannot see its parent get an event of their own, without it; a public channel's parent is
-- hidden from guests alone. p_more is added to the resource.
create function publish_channel(
  p_workspace uuid, p_channel uuid, p_type text, p_rooms text[], p_trace jsonb, p_more jsonb default '{}'
) returns void language plpgsql as $$
declare
  shown record;
  unaware uuid[] := '{}';
  aware uuid[];
begin
  select c.is_private, c.parent_channel_id, c.resource || p_more as resource into strict shown from channel_resources c
  where c.workspace_id = p_workspace and c.id = p_channel;
  if shown.parent_channel_id is not null then
    unaware := array(
      select m.user_id from members m
      where m.workspace_id = p_workspace and m.channel_id = p_channel and not exists (
        select from access a
        where a.workspace_id = p_workspace and a.channel_id = shown.parent_channel_id and a.user_id = m.user_id));
  end if;
  if unaware = '{}' then
    perform publish_event(p_workspace, p_channel, p_type, p_rooms, shown.resource, p_trace);
    return;
  end if;
  aware := array(
    select m.user_id from members m join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.user_id <> all(unaware)
      and (shown.is_private or p.role = 'guest'));
  if not shown.is_private then
    perform publish_event(p_workspace, p_channel, p_type, array[workspace_room(p_workspace)], shown.resource,
      p_trace);
  end if;
  perform publish_to_people(p_workspace, p_channel, p_type, aware, shown.resource, p_trace);
  perform publish_to_people(p_workspace, p_channel, p_type, unaware,
    shown.resource || '{"parent_channel_id": null}', p_trace);
end $$;
