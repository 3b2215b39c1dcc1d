-- What tells in an index that a document is of one of these days or months: null for all of time and for so many that
-- looking for them costs more than it saves. A little more than was asked for.
create function search_period(since timestamptz, until timestamptz) returns tsquery
language sql immutable parallel safe as $$
  select case
    when until - since <= interval '31 days' then search_any(array(
      select to_char(day, '"#d"YYYYMMDD')
      from generate_series(date_trunc('day', since at time zone 'UTC'), until at time zone 'UTC', '1 day') day))
    when until - since <= interval '366 days' then search_any(array(
      select to_char(month, '"#m"YYYYMM')
      from generate_series(date_trunc('month', since at time zone 'UTC'), until at time zone 'UTC', '1 month') month))
  end
$$;
