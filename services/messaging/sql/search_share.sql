-- The share of documents that hold one of these lexemes, from 0 to 1. One that is not known to be common is taken to be
-- a quarter as common as the rarest that is; while nothing is known, each to be in one document of ten.
create function search_share(statistics search_statistics, lexemes text[]) returns float8
language sql immutable parallel safe as $$
  select least(1, sum(coalesce(statistics.shares[array_position(statistics.lexemes, lexeme)],
    statistics.least / 4, 0.1)))
  from unnest(lexemes) lexeme
$$;
