-- Used by channels. Locks a channel's head until the transaction ends, for a caller that archives or deletes the
-- channel, after locking the channel itself: a post either commits before, or finds the channel archived or gone.
create function lock_channel_head(p_workspace uuid, p_channel uuid) returns void
language sql security definer set search_path = messaging, pg_temp as $$
  insert into channel_heads (workspace_id, channel_id)
  select a.workspace_id, a.channel_id from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel limit 1
  on conflict (workspace_id, channel_id) do update set rev = channel_heads.rev
$$;

grant execute on function lock_channel_head to parley_channels;
