-- Writes the event of a message's latest change into the outbox, with p_data or else the message as it is now. Returns the
-- event's data.
create function publish_change(p_workspace uuid, p_message uuid, p_type text, p_data json, p_trace jsonb,
  out data json) language plpgsql as $$
declare
  v record;
  v_event json;
begin
  select m.channel_id, m.seq, m.rev, m.changed_at, m.resource into strict v from message_resources m
  where m.workspace_id = p_workspace and m.id = p_message;
  data := coalesce(p_data, v.resource);
  v_event := message_event(p_type, p_workspace, v.channel_id, p_message, v.seq, v.rev, v.changed_at, data);
  insert into outbox (id, kind, name, rooms, payload, trace)
  values ((v_event->>'id')::uuid, 'event', p_type, array['channel:' || v.channel_id], v_event, p_trace);
end
$$;
