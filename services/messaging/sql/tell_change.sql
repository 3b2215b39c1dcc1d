create function tell_change(p_type text, m messages, p_data json, p_trace jsonb) returns void language sql as $$
  insert into outbox (id, kind, name, rooms, payload, trace)
  select (told.event->>'id')::uuid, 'event', p_type, array['channel:' || m.channel_id], told.event, p_trace
  from (select message_event(p_type, m, p_data)) told (event)
$$;
