-- About how long a value is as JSON, without reading it where it is stored as it is: compressed, it is shorter than it
-- is shown.
create function json_bytes(value jsonb) returns int language sql immutable parallel safe as $$
  select case when pg_column_compression(value) is null then pg_column_size(value) else octet_length(value::text) end
$$;
