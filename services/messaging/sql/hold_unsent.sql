-- One person's changes to what they have not sent come one after another, so that limits hold.
create function hold_unsent(p_workspace uuid, p_user uuid) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('unsent:' || p_workspace || ':' || p_user, 0))
$$;
