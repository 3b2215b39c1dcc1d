-- Tells of a channel in the given rooms, which must be those of its members and, where it is public, of the workspace.
-- Members who cannot see its parent are told apart, without it; a public channel's parent is hidden from guests alone.
create function tell_channel(in_type text, c channels, in_rooms text[], in_trace jsonb) returns void
language plpgsql as $$
declare
  counted bigint := coalesce((select k.message_count from messaging.channel_counts k where k.channel_id = c.id), 0);
  blind uuid[] := '{}';
  sighted uuid[];
begin
  if c.parent_channel_id is not null then
    blind := array(select m.user_id from members m where m.channel_id = c.id and not exists (
      select from access a
      where a.workspace_id = c.workspace_id and a.channel_id = c.parent_channel_id and a.user_id = m.user_id));
  end if;
  if blind = '{}' then
    perform tell(in_type, c.workspace_id, c.id, in_rooms, channel_json(c, c.parent_channel_id, counted), in_trace);
    return;
  end if;
  sighted := array(
    select m.user_id from members m join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
    where m.channel_id = c.id and m.user_id <> all(blind) and (c.is_private or p.role = 'guest'));
  if not c.is_private then
    perform tell(in_type, c.workspace_id, c.id, array[workspace_room(c.workspace_id)],
      channel_json(c, c.parent_channel_id, counted), in_trace);
  end if;
  perform tell_people(in_type, c.workspace_id, c.id, sighted, channel_json(c, c.parent_channel_id, counted), in_trace);
  perform tell_people(in_type, c.workspace_id, c.id, blind, channel_json(c, null, counted), in_trace);
end $$;
