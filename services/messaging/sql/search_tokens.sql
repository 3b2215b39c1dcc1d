-- The tokens by which a document is found beside its words: author, has a file, day, month. Words have no punctuation, so
-- none equals a token.
create function search_tokens(author uuid, has_file boolean, created_at timestamptz) returns text[]
language sql immutable parallel safe as $$
  select array_remove(array['#u' || replace(author::text, '-', ''), case when has_file then '#f' end,
    to_char(created_at at time zone 'UTC', '"#d"YYYYMMDD'), to_char(created_at at time zone 'UTC', '"#m"YYYYMM')], null)
$$;
