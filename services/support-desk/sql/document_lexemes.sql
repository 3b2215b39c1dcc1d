-- The lexemes by which a workspace finds a text, each after the last twelve digits of its id: in an index of these a search
-- reads nothing of any other's.
create function document_lexemes(p_workspace uuid, given text) returns tsvector language sql immutable as $$
  select array_to_tsvector(array(
    select right(p_workspace::text, 12) || search_lexeme(word)
    from (select array_remove(string_to_array(btrim(search_fold(given)), ' '), '') as words) folded,
      unnest(words || case when search_is_unspaced(array_to_string(words, ' ')) then search_grams(words) end) word))
$$;
