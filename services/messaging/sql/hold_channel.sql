-- Published. Holds a channel's head until the transaction ends, for whoever is to delete the channel, after locking the
-- channel itself: a post either commits before, or finds the channel gone.
create function hold_channel(channel uuid) returns void
language sql security definer set search_path = messaging, pg_temp as $$
  insert into channel_heads (channel_id, workspace_id)
  select a.channel_id, a.workspace_id from channels.access a where a.channel_id = $1 limit 1
  on conflict (workspace_id, channel_id) do update set rev = channel_heads.rev
$$;

grant execute on function hold_channel to parley_channels;
