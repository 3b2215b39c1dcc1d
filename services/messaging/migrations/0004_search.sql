-- Search: what is looked at to find a message, beside the message. Only its text, its files' names and its deletion
-- touch a row here; reactions, pins and reply counts do not.
create table search_documents (
  message_id uuid primary key,
  workspace_id uuid not null,
  channel_id uuid not null,
  created_at timestamptz not null,
  -- Documents are numbered as they come, in buckets of 65,536, so that the newest can be looked at first.
  bucket int not null,
  -- Who wrote the row: a page is asked for with the snapshot of the first page, and so never sees what came later.
  stored_by xid8 not null default pg_current_xact_id(),
  -- Words, word forms, single and paired characters of scripts without spaces, and tokens (`#…`) for all that
  -- narrows a search; see search_tokens.
  lexemes tsvector not null,
  -- The text as search_fold makes it: one space between words, and before and after.
  folded text not null
);

create sequence search_sequence as bigint cache 1;

-- Text as it is compared: compatibility forms, case, accents, vowel points, invisible characters and all punctuation
-- away; scripts without spaces set apart; symbols and emoji each a word. Either Turkish i is an i.
create function search_fold(given text) returns text language plpgsql immutable parallel safe as $$
declare
  text text := given;
begin
  if octet_length(text) = length(text) then
    return ' ' || btrim(regexp_replace(lower(text), '[^a-z0-9]+', ' ', 'g')) || ' ';
  end if;
  text := lower(normalize(text, nfkd));
  text := regexp_replace(text, '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+', '', 'g');
  text := translate(normalize(text, nfc), 'ıłđħŧøςæœ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', 'ildhtoσæœ012345678901234567890123456789');
  text := replace(replace(replace(text, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  text := regexp_replace(text, '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|[\u2190-\u2bff\U0001f000-\U0001faff])', ' \1 ', 'g');
  text := regexp_replace(text, '[^[:alnum:]\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2190-\u2bff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff]+', ' ', 'g');
  -- One character can become eighteen; what fits a message fits this.
  return ' ' || btrim(left(text, 60000)) || ' ';
end
$$;

-- Whether folded text is of a script without spaces.
create function search_is_dense(folded text) returns boolean language sql immutable parallel safe as $$
  select folded ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]'
$$;

-- A word as a lexeme, which has at most 2,046 bytes.
create function search_lexeme(word text) returns text language sql immutable parallel safe as $$
  select left(word, 255)
$$;

-- Single characters and pairs of the words that are of a script without spaces.
create function search_grams(words text[]) returns text[] language sql immutable parallel safe as $$
  select array(
    select gram
    from (
      select character, lead(character) over (partition by n order by place) as next
      from unnest(words) with ordinality given (word, n),
        string_to_table(word, null) with ordinality spelled (character, place)
      where search_is_dense(left(word, 1))
    ) spelled, lateral (values (character), (character || next)) made (gram)
    where gram is not null)
$$;

-- What a document is found by beside its words: workspace, channel, author, files, year, month and bucket. Words hold
-- no punctuation, so none is ever taken for one of these. Tokens only narrow; what they stand for is checked again.
create function search_token(kind text, id uuid) returns text language sql immutable parallel safe as $$
  select '#' || kind || right(id::text, 12)
$$;

create function search_tokens(m messages, bucket int) returns text[] language sql immutable parallel safe as $$
  select array_remove(array[
    search_token('w', m.workspace_id), search_token('c', m.channel_id),
    search_token('u', coalesce(m.user_id, m.ai_twin_id)),
    case when jsonb_array_length(nullif(m.attachments, 'null')) > 0 then '#f' end,
    to_char(m.created_at at time zone 'UTC', '"#y"YYYY'), to_char(m.created_at at time zone 'UTC', '"#m"YYYYMM'),
    '#b' || bucket, '#B' || bucket / 16], null)
$$;

-- The document of a message. The configuration adds word forms; stop words stay, as they were written.
create function search_document(m messages, bucket int) returns search_documents
language plpgsql stable parallel safe as $$
declare
  document search_documents;
  words text[];
  grams text[];
begin
  document.message_id := m.id;
  document.workspace_id := m.workspace_id;
  document.channel_id := m.channel_id;
  document.created_at := m.created_at;
  document.bucket := bucket;
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
    || array_to_tsvector(words || grams || search_tokens(m, bucket));
  return document;
end
$$;

create function search_store() returns trigger language plpgsql as $$
declare
  document search_documents;
  kept int;
begin
  if tg_op <> 'INSERT' then
    if tg_op = 'DELETE' or new.deleted_at is not null then
      delete from search_documents d where d.message_id = old.id;
      return null;
    end if;
    select d.bucket into kept from search_documents d where d.message_id = new.id;
  elsif new.deleted_at is not null then
    return null;
  end if;
  document := search_document(new, coalesce(kept, (nextval('search_sequence') >> 16)::int));
  insert into search_documents (message_id, workspace_id, channel_id, created_at, bucket, lexemes, folded)
  values (document.message_id, document.workspace_id, document.channel_id, document.created_at, document.bucket,
    document.lexemes, document.folded)
  on conflict (message_id) do update set lexemes = excluded.lexemes, folded = excluded.folded;
  return null;
end
$$;

-- Makes the documents of all messages that have none, oldest first: of those that were there before search was, or
-- that were loaded by COPY with triggers off. Faster while search_documents has no indexes. Answers how many.
create function index_messages(p_from timestamptz default '-infinity', p_until timestamptz default 'infinity')
returns bigint language plpgsql set search_path = messaging, parley, pg_temp as $$
declare
  made bigint;
begin
  insert into search_documents (message_id, workspace_id, channel_id, created_at, bucket, lexemes, folded)
  select d.message_id, d.workspace_id, d.channel_id, d.created_at, d.bucket, d.lexemes, d.folded
  from (
    select m, (nextval('search_sequence') >> 16)::int as bucket
    from (
      select m from messages m
      where m.deleted_at is null and m.created_at >= p_from and m.created_at < p_until
        and not exists (select from search_documents d where d.message_id = m.id)
      order by m.created_at, m.id
    ) ordered
  ) numbered, search_document(numbered.m, numbered.bucket) d;
  get diagnostics made = row_count;
  return made;
end
$$;
select index_messages();

create index search_documents_found on search_documents
  using gin (lexemes, folded gin_trgm_ops) with (fastupdate = on, gin_pending_list_limit = 1024);

create trigger search_inserted after insert on messages for each row execute function search_store();
create trigger search_changed after update of content, attachments, deleted_at on messages for each row
  when (old.content is distinct from new.content or old.attachments is distinct from new.attachments
    or old.deleted_at is distinct from new.deleted_at)
  execute function search_store();
create trigger search_deleted after delete on messages for each row execute function search_store();
