-- The number of the next change in a channel whose head is held.
create function next_rev(p_workspace uuid, p_channel uuid) returns bigint language sql as $$
  update channel_heads set rev = rev + 1 where workspace_id = p_workspace and channel_id = p_channel returning rev
$$;
