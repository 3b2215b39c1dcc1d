-- A function, since a view cannot name what is created after it.
create function message_count(p_workspace uuid, p_channel uuid) returns bigint language sql stable as $$
  select coalesce((select k.message_count from messaging.channel_counts k
    where k.workspace_id = p_workspace and k.channel_id = p_channel), 0)
$$;
