-- The lexemes by which a folded text is found: its words, English stems of them, and single and paired characters of
-- scripts without spaces.
create function search_lexemes(folded text) returns tsvector language plpgsql immutable as $$
declare
  words text[] := array_remove(string_to_array(btrim(folded), ' '), '');
begin
  words := array(select search_lexeme(word) from unnest(words) word);
  return strip(to_tsvector('pg_catalog.english', array_to_string(words, ' ')))
    || array_to_tsvector(words || case when search_is_unspaced(folded) then search_grams(words) end);
end
$$;
