-- The event of a message's latest change, live and replayed (contracts: EventEnvelope). Its id follows from the
-- message and the change, so that receiving a change twice is receiving the same event.
create function message_event(
  type text, workspace_id uuid, channel_id uuid, message_id uuid, seq bigint, rev bigint, at timestamptz, data json
) returns json language sql stable parallel safe as $$
  select parley.envelope(
    case type when 'message.created' then message_id else md5(message_id::text || rev)::uuid end,
    type, workspace_id, 'channel_id', channel_id::text, seq, rev, at, data)
$$;
