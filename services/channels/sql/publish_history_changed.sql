-- Used by messaging, once a batch of imported messages is stored, or messages were deleted for their age: clients that show the channel read its history again.
create function publish_history_changed(p_workspace uuid, p_channel uuid, p_trace jsonb) returns void
language sql security definer set search_path = channels, parley, pg_temp as $$
  select publish_channel_updated(p_workspace, p_channel, p_trace, '{"history_changed": true}')
$$;

grant execute on function publish_history_changed to parley_messaging;
