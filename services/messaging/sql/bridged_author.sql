-- Stands for a bridged author where a user's or twin's id would: reactions.author_id, and who may change a message.
create function bridged_author(p_platform text, p_foreign_id text) returns uuid
language sql immutable parallel safe as $$
  select md5(p_platform || ':' || p_foreign_id)::uuid
$$;
