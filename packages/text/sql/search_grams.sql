-- Single characters and pairs of the words that are of a script without spaces.
create function search_grams(words text[]) returns text[] language sql immutable parallel safe as $$
  select array(
    select gram
    from (
      select character, lead(character) over (partition by n order by position) as next
      from unnest(words) with ordinality given (word, n),
        string_to_table(word, null) with ordinality spelled (character, position)
      where search_is_unspaced(left(word, 1))
    ) spelled, lateral (values (character), (character || next)) made (gram)
    where gram is not null)
$$;
