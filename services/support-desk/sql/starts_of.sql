-- What searches for a visitor begin with: of each word of their `search_text`, the rest of its line from there on. Of scripts
-- without spaces, which come from U+0E00 on, each character begins a word.
create function starts_of(search_text text) returns table (start text, is_name boolean) language sql immutable as $$
  select left(substr(line, at), 64), bool_or(number = 1)
  from string_to_table(search_text, E'\n') with ordinality lines (line, number), generate_series(1, length(line)) at
  where at = 1 or substr(line, at - 1, 1) = ' ' or ascii(substr(line, at, 1)) >= x'0e00'::int
  group by 1
$$;
