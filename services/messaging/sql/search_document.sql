-- The search document of a message: its text and file names, folded, and their lexemes. The english configuration adds
-- stems; stop words are kept as written. A text with more lexemes than fit in a tsvector is found by its tokens alone.
create function search_document(p_content text, p_attachments jsonb, p_author uuid, p_created_at timestamptz,
  out folded text, out lexemes tsvector) language plpgsql immutable as $$
declare
  tokens text[] := search_tokens(p_author, jsonb_array_length(nullif(p_attachments, 'null')) > 0, p_created_at);
  words text[];
  grams text[];
begin
  folded := search_fold(case when p_attachments is null then p_content else
    p_content || ' ' || coalesce((select string_agg(left(file->>'name', 500), ' ')
      from jsonb_array_elements(p_attachments) file), '') end);
  words := array_remove(string_to_array(btrim(folded), ' '), '');
  if octet_length(folded) > length(folded) and search_is_unspaced(folded) then
    grams := search_grams(words);
  end if;
  if length(folded) > 257 then
    words := array(select search_lexeme(word) from unnest(words) word);
  end if;
  lexemes := strip(to_tsvector('pg_catalog.english', array_to_string(words, ' ')))
    || array_to_tsvector(words || grams || tokens);
exception when program_limit_exceeded then
  folded := ' ';
  lexemes := array_to_tsvector(tokens);
end
$$;
