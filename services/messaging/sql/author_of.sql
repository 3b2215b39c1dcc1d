-- The id by which two authors (contracts: Author) are the same.
create function author_of(p_author jsonb) returns uuid language sql immutable parallel safe as $$
  select coalesce((p_author->>'user_id')::uuid, (p_author->>'ai_twin_id')::uuid,
    bridged_author(p_author->>'platform', p_author->>'foreign_id'))
$$;
