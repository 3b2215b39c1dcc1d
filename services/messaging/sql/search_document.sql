-- The document of a message. The configuration adds word forms; stop words stay, as they were written.
create function search_document(m messages) returns search_documents language plpgsql volatile parallel safe as $$
declare
  document search_documents;
  words text[];
  grams text[];
begin
  document.message_id := m.id;
  document.workspace_id := m.workspace_id;
  document.channel_id := m.channel_id;
  -- A time to come is a mistake of whoever imported it, and would come first for ever.
  document.created_at := least(m.created_at, clock_timestamp());
  document.folded := search_fold(case when m.attachments is null then m.content else
    m.content || ' ' || coalesce((select string_agg(left(file->>'name', 500), ' ')
      from jsonb_array_elements(m.attachments) file), '') end);
  words := array_remove(string_to_array(btrim(document.folded), ' '), '');
  if octet_length(document.folded) > length(document.folded) and search_is_dense(document.folded) then
    grams := search_grams(words);
  end if;
  if length(document.folded) > 257 then
    words := array(select search_lexeme(word) from unnest(words) word);
  end if;
  document.lexemes := strip(to_tsvector('pg_catalog.english', array_to_string(words, ' ')))
    || array_to_tsvector(words || grams || search_tokens(
      coalesce(m.user_id, m.ai_twin_id), jsonb_array_length(nullif(m.attachments, 'null')) > 0, document.created_at));
  return document;
end
$$;
