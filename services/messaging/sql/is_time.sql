-- Whether this is a time as the contracts write it, with `Z` or an offset, which a cast takes; null for null. Without a
-- regular expression, which would be a tenth of what an import's validation costs.
create function is_time(p_given text) returns boolean language sql stable parallel safe as $$
  select (p_given like '____-__-__T__:__:__%Z' or p_given like '____-__-__T__:__:__%+__:__'
      or p_given like '____-__-__T__:__:__%-__:__')
    and strpos(p_given, ' ') = 0 and pg_input_is_valid(p_given, 'timestamptz')
$$;
