-- A function, since a view cannot name what is created after it.
create function message_counts(p_workspace uuid, p_channel uuid)
returns table (message_count bigint, last_message_at timestamptz) language sql stable as $$
  select k.message_count, k.last_message_at from messaging.channel_counts k
  where k.workspace_id = p_workspace and k.channel_id = p_channel
$$;
