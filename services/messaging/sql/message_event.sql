-- The event that tells of a message's latest change, live and replayed alike (contracts: EventEnvelope); `data` is
-- message_json or tombstone_json. Its id follows from the message and the change, so that hearing of a change twice
-- is hearing the same event.
create function message_event(type text, m messages, data json) returns json
language sql stable parallel safe as $$
  select json_build_object(
    'id', case type when 'message.created' then m.id else md5(m.id::text || m.rev)::uuid end,
    'type', type, 'workspace_id', m.workspace_id, 'channel_id', m.channel_id, 'seq', m.seq, 'rev', m.rev,
    'at', parley.iso(case type when 'message.created' then m.created_at
      else coalesce(m.deleted_at, greatest(m.updated_at, m.changed_at)) end),
    'data', data)
$$;
