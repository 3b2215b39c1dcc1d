-- Serialises a person's changes of drafts and scheduled messages, so that limits are never exceeded.
create function lock_unsent(p_workspace uuid, p_user uuid) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('unsent:' || p_workspace || ':' || p_user, 0))
$$;
