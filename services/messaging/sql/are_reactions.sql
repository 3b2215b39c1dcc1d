-- Whether an array holds reactions (contracts: ImportedMessage), as far as store_imported casts them; null for null.
create function are_reactions(p_given jsonb) returns boolean language sql stable strict parallel safe as $$
  select not exists (
    select from jsonb_array_elements(p_given) r
    where jsonb_typeof(r) <> 'object' or not is_time(r->>'created_at')
      or not pg_input_is_valid(r->'author'->>'user_id', 'uuid')
      or not pg_input_is_valid(r->'author'->>'ai_twin_id', 'uuid'))
$$;
