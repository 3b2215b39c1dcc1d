-- A word as a lexeme, which has at most 2,046 bytes.
create function search_lexeme(word text) returns text language sql immutable parallel safe as $$
  select left(word, 255)
$$;
