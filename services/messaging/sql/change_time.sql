-- When a message held is changed: never before it was last changed.
create function change_time(m messages) returns timestamptz language sql volatile as $$
  select greatest(m.updated_at, m.changed_at, date_trunc('milliseconds', clock_timestamp()))
$$;
