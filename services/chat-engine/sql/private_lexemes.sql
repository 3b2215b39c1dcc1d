-- The lexemes by which a person finds a text of theirs, each after the same twelve digits of their id: in an index of these
-- a search reads nothing of anybody else's.
create function private_lexemes(user_id uuid, given text) returns tsvector language sql immutable as $$
  select array_to_tsvector(array(
    select right(user_id::text, 12) || lexeme
    from unnest(tsvector_to_array(search_lexemes(search_fold(given)))) lexeme))
$$;
