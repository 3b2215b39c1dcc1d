-- The keys of any of these lexemes in any of these channels.
create function search_keys_of(channels uuid[], lexemes text[]) returns bigint[]
language sql immutable parallel safe as $$
  select array_agg(hashtextextended(lexeme, uuid_hash_extended(channel, 0)))
  from unnest(channels) channel, unnest(lexemes) lexeme
$$;
