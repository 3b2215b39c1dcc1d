-- Writes an event into the outbox in the envelope that every service uses.
create function publish_event(
  in_workspace uuid, in_channel uuid, in_type text, in_rooms text[], in_data jsonb, in_trace jsonb
) returns void language plpgsql as $$
declare
  event_id uuid := uuidv7();
begin
  insert into outbox (id, kind, name, rooms, payload, trace)
  values (event_id, 'event', in_type, in_rooms,
    jsonb_build_object('id', event_id, 'type', in_type, 'workspace_id', in_workspace, 'channel_id', in_channel,
      'seq', null, 'rev', null, 'at', parley.iso(now()), 'data', in_data),
    in_trace);
end $$;
