-- Writes an event into the outbox in the envelope that every service uses.
create function publish_event(
  p_workspace uuid, p_channel uuid, p_type text, p_rooms text[], p_data jsonb, p_trace jsonb
) returns void language plpgsql as $$
declare
  event_id uuid := uuidv7();
begin
  insert into outbox (id, kind, name, rooms, payload, trace)
  values (event_id, 'event', p_type, p_rooms,
    jsonb_build_object('id', event_id, 'type', p_type, 'workspace_id', p_workspace, 'channel_id', p_channel,
      'seq', null, 'rev', null, 'at', parley.iso(now()), 'data', p_data),
    p_trace);
end $$;
