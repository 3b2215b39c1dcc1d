-- A sender's metadata without the keys that only the platform writes; src/domain/metadata.ts does the same.
create function sender_metadata(p_metadata jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(nullif(p_metadata, 'null'))
  where key !~ '^(pinned|mentions$)'
$$;
