-- Whether this is a time as the contracts write it, with `Z` or an offset, which a cast takes; null for null.
create function is_time(p_given text) returns boolean language sql stable parallel safe as $$
  select p_given ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$'
    and pg_input_is_valid(p_given, 'timestamptz')
$$;
