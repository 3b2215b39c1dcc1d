-- The search document of a message: its text and file names, folded, and their lexemes. The english configuration adds
-- stems; stop words are kept as written. A text with more lexemes than fit in a tsvector is found by its tokens alone.
--
-- A document has at most 30,000 lexemes, twice as many as the densest Chinese text of 40,000 characters that people write;
-- of a text with more, only the beginning is folded. The first 20,000 characters identify such texts, at half the cost.
create function search_document(p_content text, p_attachments jsonb, p_author uuid, p_created_at timestamptz,
  out folded text, out lexemes tsvector) language plpgsql immutable as $$
declare
  tokens text[] := search_tokens(p_author, jsonb_array_length(nullif(p_attachments, 'null')) > 0, p_created_at);
  whole text := search_fold(case when p_attachments is null then p_content else
    p_content || ' ' || coalesce((select string_agg(left(file->>'name', 500), ' ')
      from jsonb_array_elements(p_attachments) file), '') end);
  v_length int := case when octet_length(whole) > length(whole) then 20000 else length(whole) end;
  is_cut boolean := false;
  words text[];
  grams text[];
begin
  loop
    folded := left(whole, v_length);
    words := array_remove(string_to_array(btrim(folded), ' '), '');
    grams := case when octet_length(folded) > length(folded) and search_is_unspaced(folded) then search_grams(words) end;
    if length(folded) > 257 then
      words := array(select search_lexeme(word) from unnest(words) word);
    end if;
    lexemes := strip(to_tsvector('pg_catalog.english', array_to_string(words, ' ')))
      || array_to_tsvector(words || grams || tokens);
    if length(lexemes) > 30000 then
      is_cut := true;
      v_length := 0.9 * length(folded) * 30000 / length(lexemes);
    elsif is_cut or v_length >= length(whole) then
      exit;
    else
      v_length := length(whole);
    end if;
  end loop;
  if is_cut then
    folded := rtrim(folded) || ' ';
  end if;
exception when program_limit_exceeded then
  folded := ' ';
  lexemes := array_to_tsvector(tokens);
end
$$;
