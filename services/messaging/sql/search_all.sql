create function search_all(lexemes text[]) returns tsquery language sql immutable parallel safe as $$
  select string_agg('''' || lexeme || '''', ' & ')::tsquery from unnest(lexemes) lexeme
$$;
