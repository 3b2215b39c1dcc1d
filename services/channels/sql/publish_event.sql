-- Writes a channel's transient event into the outbox.
create function publish_event(
  p_workspace uuid, p_channel uuid, p_type text, p_rooms text[], p_data jsonb, p_trace jsonb
) returns void language plpgsql as $$
declare
  event_id uuid := uuidv7();
begin
  insert into outbox (id, kind, name, rooms, payload, options, trace)
  values (event_id, 'event', p_type, p_rooms,
    parley.envelope(event_id, p_type, p_workspace, 'channel_id', p_channel::text, null, null, now(), p_data::json),
    jsonb_build_object('has_webhooks', exists (
      select from integrations.active_webhooks w where w.workspace_id = p_workspace and p_type = any(w.events))),
    p_trace);
end $$;
