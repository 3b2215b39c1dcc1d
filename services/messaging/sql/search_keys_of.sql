-- A key is the hash of a channel and a lexeme: the index search_documents_by_key finds a word in a channel by it. Returns
-- the keys of all these lexemes in all these channels.
create function search_keys_of(channels uuid[], lexemes text[]) returns bigint[]
language sql immutable parallel safe as $$
  select array_agg(hashtextextended(lexeme, uuid_hash_extended(channel, 0)))
  from unnest(channels) channel, unnest(lexemes) lexeme
$$;
