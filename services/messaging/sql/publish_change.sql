-- Writes the event of a message's latest change into the outbox, with p_data or else the message as it is now. Returns the
-- event, and what p_publisher publishes it with; see post_message. p_source is {origin, hops} of a change that a service
-- makes. `facts` are what jobs ask about the event.
create function publish_change(
  p_workspace uuid, p_message uuid, p_type text, p_data json, p_trace jsonb, p_publisher uuid, p_source jsonb,
  out event json, out outbox_position bigint, out written_at bigint, out facts jsonb
) language plpgsql as $$
declare
  v record;
begin
  select m.channel_id, m.seq, m.rev, m.changed_at, m.resource into strict v from message_resources m
  where m.workspace_id = p_workspace and m.id = p_message;
  event := message_event(p_type, p_workspace, v.channel_id, p_message, v.seq, v.rev, v.changed_at,
    coalesce(p_data, v.resource));
  if p_source is not null then
    event := with_origin(event, p_source->>'origin', (p_source->>'hops')::int);
  end if;
  facts := jsonb_build_object(
    'has_webhooks', exists (select from integrations.active_webhooks w where w.workspace_id = p_workspace));
  insert into outbox as o (id, kind, name, rooms, payload, options, trace, publisher)
  values ((event->>'id')::uuid, 'event', p_type, array['channel:' || v.channel_id], event, facts, p_trace, p_publisher)
  returning o.position, extract(epoch from o.created_at) * 1000000 into outbox_position, written_at;
end
$$;
