-- One of these tokens or lexemes; null for none. They hold neither quotes nor backslashes.
create function search_any(lexemes text[]) returns tsquery language sql immutable parallel safe as $$
  select string_agg('''' || lexeme || '''', ' | ')::tsquery from unnest(lexemes) lexeme
$$;
