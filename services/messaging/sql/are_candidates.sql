-- Whether an array holds what findCandidates makes of handles (packages/text), as far as resolve_mentions casts it; null for
-- null.
create function are_candidates(p_given jsonb) returns boolean language sql stable strict parallel safe as $$
  select not exists (
    select from jsonb_array_elements(p_given) c
    where jsonb_typeof(c) <> 'object' or not pg_input_is_valid(c->>'position', 'int'))
$$;
