-- Whether an array holds UUIDs alone; null for null.
create function are_uuids(p_given jsonb) returns boolean language sql stable strict parallel safe as $$
  select not exists (
    select from jsonb_array_elements_text(p_given) id where pg_input_is_valid(id, 'uuid') is not true)
$$;
