-- The advisory lock of a person's drafts and scheduled messages, or of a channel's drafts.
create function drafts_key(p_workspace uuid, p_user_or_channel uuid) returns bigint
language sql immutable parallel safe as $$
  select hashtextextended('drafts:' || p_workspace || ':' || p_user_or_channel, 0)
$$;
