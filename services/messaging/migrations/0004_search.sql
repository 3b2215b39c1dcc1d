-- Search: what is looked at to find a message, beside the message. Only its text, its files' names and its deletion
-- touch a row here; reactions, pins and reply counts do not.
create table search_documents (
  message_id uuid primary key,
  workspace_id uuid not null,
  channel_id uuid not null,
  created_at timestamptz not null,
  -- Who wrote the row: a page is asked for with the snapshot of the first page, and so never sees what came later.
  stored_by xid8 not null default pg_current_xact_id(),
  -- Words, word forms, single and paired characters of scripts without spaces, and tokens (`#…`) for all that
  -- narrows a search; see search_tokens.
  lexemes tsvector not null,
  -- The text as search_fold makes it: one space between words, and before and after.
  folded text not null
);

-- Text as it is compared: compatibility forms, case, accents, vowel points, invisible characters and all punctuation
-- away; scripts without spaces set apart; symbols and emoji each a word. Either Turkish i is an i.
create function search_fold(given text) returns text language plpgsql immutable parallel safe as $$
declare
  text text := given;
begin
  if octet_length(text) = length(text) then
    return ' ' || btrim(regexp_replace(lower(text), '[^a-z0-9]+', ' ', 'g')) || ' ';
  end if;
  -- One character can become eighteen: what fits a message fits this, and no text takes longer.
  text := lower(left(normalize(text, nfkd), 60000));
  text := regexp_replace(text, '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+', '', 'g');
  text := translate(normalize(text, nfc), 'ıłđħŧøςæœ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', 'ildhtoσæœ012345678901234567890123456789');
  text := replace(replace(replace(text, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  text := regexp_replace(text, '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|[\u00a2-\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b6\u00d7\u00f7\u20a0-\u20cf\u2100-\u2bff\U0001f000-\U0001faff])', ' \1 ', 'g');
  text := regexp_replace(text, '[^[:alnum:]\u00a2-\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b6\u00d7\u00f7\u20a0-\u20cf\u2100-\u2bff\u07c0-\u07c9\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0de6-\u0def\u0f20-\u0f29\u1090-\u1099\u1810-\u1819\u1946-\u194f\u19d0-\u19d9\u1a80-\u1a89\u1a90-\u1a99\u1b50-\u1b59\u1bb0-\u1bb9\u1c40-\u1c49\u1c50-\u1c59\ua620-\ua629\ua8d0-\ua8d9\ua900-\ua909\ua9d0-\ua9d9\ua9f0-\ua9f9\uaa50-\uaa59\uabf0-\uabf9\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff]+', ' ', 'g');
  return ' ' || btrim(text) || ' ';
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

-- What a document is found by beside its words: author, files, day and month. Words hold no punctuation, so none is
-- ever taken for one of these.
create function search_author(id uuid) returns text language sql immutable parallel safe as $$
  select '#u' || replace(id::text, '-', '')
$$;

create function search_tokens(author uuid, has_file boolean, created_at timestamptz) returns text[]
language sql immutable parallel safe as $$
  select array_remove(array[search_author(author), case when has_file then '#f' end,
    to_char(created_at at time zone 'UTC', '"#d"YYYYMMDD'), to_char(created_at at time zone 'UTC', '"#m"YYYYMM')], null)
$$;

-- Lexemes in their channels: what is found by these costs what is found, however much is said elsewhere. Days and
-- months are left out.
create function search_keys(channel_id uuid, lexemes tsvector) returns bigint[]
language sql immutable parallel safe as $$
  select array_agg(hashtextextended(lexeme, uuid_hash_extended(channel_id, 0)))
  from unnest(tsvector_to_array(lexemes)) lexeme where left(lexeme, 2) not in ('#d', '#m')
$$;

-- The keys of any of these lexemes in any of these channels.
create function search_keys_of(channels uuid[], lexemes text[]) returns bigint[]
language sql immutable parallel safe as $$
  select array_agg(hashtextextended(lexeme, uuid_hash_extended(channel, 0)))
  from unnest(channels) channel, unnest(lexemes) lexeme
$$;

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

create function search_store() returns trigger language plpgsql set search_path = messaging, parley, pg_temp as $$
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.deleted_at is not null) then
    delete from search_documents d where d.message_id = old.id;
  elsif new.deleted_at is null then
    insert into search_documents (message_id, workspace_id, channel_id, created_at, lexemes, folded)
    select d.message_id, d.workspace_id, d.channel_id, d.created_at, d.lexemes, d.folded
    from search_document(new) d
    on conflict (message_id) do update set lexemes = excluded.lexemes, folded = excluded.folded;
  end if;
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
  insert into search_documents (message_id, workspace_id, channel_id, created_at, lexemes, folded)
  select d.message_id, d.workspace_id, d.channel_id, d.created_at, d.lexemes, d.folded
  from (
    select m from messages m
    where m.deleted_at is null and m.created_at >= p_from and m.created_at < p_until
      and not exists (select from search_documents d where d.message_id = m.id)
    order by m.created_at, m.id
  ) ordered, search_document(ordered.m) d;
  get diagnostics made = row_count;
  return made;
end
$$;
select index_messages();

-- What is new waits in a list, which every search reads through and the service puts away twice a second; a post only
-- has to when it has grown beyond the limit (kB).
create index search_documents_found on search_documents
  using gin (lexemes, folded gin_trgm_ops) with (fastupdate = on, gin_pending_list_limit = 4096);

create index search_documents_by_key on search_documents
  using gin (search_keys(channel_id, lexemes)) with (fastupdate = on, gin_pending_list_limit = 4096);
-- Statistics of keys would only make planning slower: search_walk knows better what it asks for.
alter index search_documents_by_key alter column 1 set statistics 0;
create index search_documents_in_channel on search_documents (channel_id, created_at);

create trigger search_inserted after insert on messages for each row execute function search_store();
create trigger search_changed after update of content, attachments, deleted_at on messages for each row
  when (old.content is distinct from new.content or old.attachments is distinct from new.attachments
    or old.deleted_at is distinct from new.deleted_at)
  execute function search_store();
create trigger search_deleted after delete on messages for each row execute function search_store();

-- Searching. A document is found by what is required of its lexemes and its folded text together, in one index.

-- One of these tokens or lexemes; null for none. They hold neither quotes nor backslashes.
create function search_any(lexemes text[]) returns tsquery language sql immutable parallel safe as $$
  select string_agg('''' || lexeme || '''', ' | ')::tsquery from unnest(lexemes) lexeme
$$;

create function search_all(lexemes text[]) returns tsquery language sql immutable parallel safe as $$
  select string_agg('''' || lexeme || '''', ' & ')::tsquery from unnest(lexemes) lexeme
$$;

-- What tells in an index that a document is of one of these days or months: null for all of time and for so many that
-- looking for them costs more than it saves. A little more than was asked for.
create function search_period(since timestamptz, until timestamptz) returns tsquery
language sql immutable parallel safe as $$
  select case
    when until - since <= interval '31 days' then search_any(array(
      select to_char(day, '"#d"YYYYMMDD')
      from generate_series(date_trunc('day', since at time zone 'UTC'), until at time zone 'UTC', '1 day') day))
    when until - since <= interval '366 days' then search_any(array(
      select to_char(month, '"#m"YYYYMM')
      from generate_series(date_trunc('month', since at time zone 'UTC'), until at time zone 'UTC', '1 month') month))
  end
$$;

-- How common the most common lexemes are, as autovacuum's statistics have it; all others are rarer than any of those.
create type search_statistics as (lexemes text[], shares float8[], least float8, documents float8);

create function search_statistics() returns search_statistics language sql stable as $$
  select coalesce(s.most_common_elems::text::text[], '{}'),
    coalesce(s.most_common_elem_freqs[:cardinality(s.most_common_elems::text::text[])]::float8[], '{}'),
    s.most_common_elem_freqs[cardinality(s.most_common_elems::text::text[])], greatest(c.reltuples, 0)
  from pg_class c
  left join pg_stats s on s.schemaname = 'messaging' and s.tablename = 'search_documents' and s.attname = 'lexemes'
  where c.oid = 'search_documents'::regclass
$$;

-- The share of documents that hold one of these lexemes, from 0 to 1. One that is not known to be common is taken to be
-- a quarter as common as the rarest that is; while nothing is known, each to be in one document of ten.
create function search_share(statistics search_statistics, lexemes text[]) returns float8
language sql immutable parallel safe as $$
  select least(1, sum(coalesce(statistics.shares[array_position(statistics.lexemes, lexeme)],
    statistics.least / 4, 0.1)))
  from unnest(lexemes) lexeme
$$;

-- What one term of a query asks of a document. A term is what stands between spaces or quotes, folded.
--   whole, part      what it asks for whole words and their forms and, where parts of words will do too, for those
--   sought, share    lexemes of which a document of the whole words needs one, and how many of all documents have one
--   part_share       the same of what `part` finds: a guess by its length
--   relevance        how well a document meets it, from 0 to 1
--   words, stems     its words, and the stem that makes other words its forms
create type search_term as (
  whole text, part text, sought text[], share float8, part_share float8, relevance text, words text[], stems text[]
);

create function search_term_of(folded text, quoted boolean, is_last boolean, statistics search_statistics)
returns search_term language plpgsql immutable as $$
declare
  term search_term;
  word text;
  forms text[];
  required text[] := '{}';
  starts text;
  ends text;
  exact text;
  begins text;
  is_plain boolean;
begin
  term.words := string_to_array(btrim(folded), ' ');
  is_plain := not quoted and cardinality(term.words) = 1 and not search_is_dense(folded);
  starts := case when search_is_dense(left(term.words[1], 1)) then '%' else '% ' end;
  ends := case when search_is_dense(left(term.words[cardinality(term.words)], 1)) then '%' else ' %' end;
  exact := starts || btrim(folded) || ends;
  term.part_share := (array[0.5, 0.3, 0.1, 0.05, 0.02, 0.01])[least(length(btrim(folded)), 6)];
  if is_plain then
    word := btrim(folded);
    term.stems := ts_lexize('pg_catalog.english_stem', search_lexeme(word));
    forms := search_lexeme(word) || array_remove(term.stems, search_lexeme(word));
    term.sought := forms;
    term.share := search_share(statistics, forms);
    if word = any(statistics.lexemes) then
      term.part_share := greatest(term.part_share, term.share);
    end if;
    term.whole := format('d.lexemes @@ %L', search_any(forms));
    begins := '% ' || word || '%';
    -- Two letters have no trigram but at a word's beginning.
    term.part := format('d.folded like %L', case
      when length(word) >= 3 then '%' || word || '%' when is_last then begins else exact end);
    term.relevance := format('case when d.folded like %L then 1::float8 when d.lexemes @@ %L then 0.7
      when d.folded like %L then 0.5 else 0.3 end', exact, search_any(forms), begins);
    return term;
  end if;
  foreach word in array term.words loop
    required := required || case
      when not search_is_dense(word) then array[search_lexeme(word)]
      when length(word) = 1 then array[word]
      else array(select gram from unnest(search_grams(array[word])) gram where length(gram) = 2) end;
  end loop;
  -- Sought by the rarest: each further lexeme costs an index more than it saves.
  select array[lexeme], share into term.sought, term.share
  from unnest(required) lexeme, search_share(statistics, array[lexeme]) share order by share, length(lexeme) desc limit 1;
  term.whole := format('d.lexemes @@ %L', search_all(required));
  -- A lexeme may be another word's form, and pairs may stand apart.
  if quoted or cardinality(term.words) > 1 or length(exact) > 4 then
    term.whole := term.whole || format(' and d.folded like %L', exact);
  end if;
  term.relevance := '1::float8';
  if not quoted and ends = ' %' then
    begins := case when length(term.words[1]) < 3 then starts else '%' end || btrim(folded) || '%';
    term.part := format('d.folded like %L', begins);
    term.relevance := format('case when d.folded like %L then 1::float8 else 0.4 end', exact);
  end if;
  return term;
end
$$;

-- One way to take a query: the terms before a place whole, the others for parts of words where they can be. `condition`
-- is in a form that no index is used for; they are for the rarest of the lexemes `sought`, in that share of documents,
-- and the longest of the patterns that are `parts` of words; of short ones several, since each is in many documents.
create type search_attempt as (condition text, sought text[], share float8, parts text, part_share float8);

create function search_attempt_of(terms search_term[], parts_from int) returns search_attempt
language plpgsql immutable as $$
declare
  attempt search_attempt := row('', null, 1, null, 1);
  term search_term;
begin
  for n in 1 .. cardinality(terms) loop
    term := terms[n];
    if n >= parts_from and term.part is not null then
      attempt.condition := attempt.condition || format(' and (%s) is true', term.part);
      attempt.part_share := least(attempt.part_share, term.part_share);
    else
      attempt.condition := attempt.condition || format(' and (%s) is true', term.whole);
      if attempt.sought is null or term.share < attempt.share then
        attempt.sought := term.sought;
        attempt.share := term.share;
      end if;
    end if;
  end loop;
  attempt.parts := (
    select string_agg(longest.part, ' and ') from (
      select t.part from unnest(terms[parts_from:]) t where t.part is not null
      order by t.part_share, length(t.part) desc
      limit case when attempt.part_share > 0.05 then 5 else 1 end) longest);
  return attempt;
end
$$;

-- When the newest part of all documents began, from 0 to 1 of them, as autovacuum's statistics have it.
create function search_quantile(part float8) returns timestamptz language sql stable as $$
  select bounds[greatest(1, ceil((1 - part) * cardinality(bounds))::int)]
  from (
    select s.histogram_bounds::text::timestamptz[] as bounds from pg_stats s
    where s.schemaname = 'messaging' and s.tablename = 'search_documents' and s.attname = 'created_at'
  ) known
$$;

-- The newest documents that meet a condition: at least `most` where there are as many, and some more. Ever longer
-- stretches of time are looked at, each as long as seems needed.
--
-- A stretch's documents are reached by what is sought (in a share of all `documents`), by the channels that one can
-- read (with as many `messages`), by both, or by both in one key, whichever costs least. The planner could choose, but
-- knows of most words only that they are rare, and of patterns nothing. The figures are microseconds on some machine;
-- their ratios count.
create function search_walk(
  attempt search_attempt, scope text, channels uuid[], messages float8, documents float8, score text, since timestamptz, until timestamptz, now timestamptz, most int,
  out ids uuid[], out scores float8[], out times timestamptz[]
) language plpgsql stable as $$
declare
  per_posting constant float8 := 0.25;
  per_entry constant float8 := 0.5;
  per_row constant float8 := 4;
  per_key constant float8 := 5;
  share float8 := least(attempt.share, attempt.part_share);
  expected float8 := messages * share;
  seek text := case when attempt.sought is null then attempt.parts
    else format('d.lexemes @@ %L', search_any(attempt.sought)) || coalesce(' and ' || attempt.parts, '') end;
  -- The part of all documents, newest first, that this stretch and those before it hold, and that those before it do.
  reached float8 := case when expected <= 2 * most then 1 else 1.3 * most / expected end;
  passed float8 := 0;
  start timestamptz;
  period tsquery;
  keys int := cardinality(channels) * cardinality(attempt.sought);
  by_words float8;
  by_channels float8;
  by_both float8;
  by_keys float8;
  least_cost float8;
  path text;
  dated text;
  more record;
begin
  ids := '{}';
  scores := '{}';
  times := '{}';
  loop
    start := greatest(case when reached < 1 then search_quantile(reached) end, since);
    period := case when seek is not null then search_period(start, coalesce(until, now + interval '1 day')) end;
    by_channels := messages * (reached - passed) * (per_entry + per_row);
    by_both := share * documents * per_posting * case when period is null then 1 else 4 * (reached - passed) end;
    by_words := by_both + share * documents * per_row * case when period is null then 1 else reached - passed end;
    by_both := by_both + messages * (reached - passed) * (per_entry + share * per_row);
    -- These are not told apart by time: all are found at once. Each is compared with every key.
    by_keys := keys * per_key + messages * attempt.share * (per_row + per_posting + keys * 0.005);
    least_cost := least(by_channels, by_both, by_words, by_keys);
    -- Only together with channels is an index of use for times; the planner thinks otherwise.
    dated := '(d.created_at %s %L) is true';
    if by_keys = least_cost and passed = 0 then
      start := since;
      path := format('(d.channel_id = any(%L)) is true and search_keys(d.channel_id, d.lexemes) && %L', channels,
        search_keys_of(channels, attempt.sought));
    elsif seek is null or by_channels = least_cost then
      dated := 'd.created_at %s %L';
      path := format('d.channel_id = any(%L)', channels);
    else
      if by_words > least_cost then
        dated := 'd.created_at %s %L';
      end if;
      path := format(case when by_words = least_cost then '(d.channel_id = any(%L)) is true and %s'
          else 'd.channel_id = any(%L) and %s' end, channels, seek)
        || case when period is null then '' else format(' and d.lexemes @@ %L', period) end;
    end if;
    execute format(
      'select array_agg(d.message_id) as ids, array_agg((%s)::float8) as scores, array_agg(d.created_at) as times
       from search_documents d where %s%s and %s', score, scope, attempt.condition, path)
      || case when start is null then '' else format(' and ' || dated, '>=', start) end
      || case when until is null then '' else format(' and ' || dated, '<', until) end
      into more;
    if more.ids is not null then
      ids := ids || more.ids;
      scores := scores || more.scores;
      times := times || more.times;
    end if;
    exit when cardinality(ids) >= most or start is null or start <= since;
    until := least(until, start);
    passed := least(reached, 1);
    reached := reached * case when cardinality(ids) = 0 then 16
      else least(16, 1 + 1.3 * (most - cardinality(ids)) / cardinality(ids)) end;
    reached := case when reached > 0.7 then 1 else reached end;
  end loop;
end
$$;

-- One page of what someone finds (contracts: searchMessages). No row when `p_channel` is one they cannot read;
-- otherwise at least one, with a null message_id when the page is empty.
--
-- Of the newest 10,000 matches those with whole words come before those with parts of words, which are looked for only
-- while whole words give fewer than 1,000; each kind by relevance times recency. What was stored after p_seen, the
-- snapshot of the first page, is left out; p_now is when that was. `seen` is this statement's own snapshot.
create function search_messages(
  p_workspace uuid, p_reader uuid, p_channel uuid, p_terms text[], p_quoted boolean[],
  p_authors uuid[], p_author_names text[], p_channels uuid[], p_channel_names text[], p_has_file boolean,
  p_since timestamptz, p_until timestamptz, p_seen pg_snapshot, p_now timestamptz, p_limit int, p_offset int
) returns table (place bigint, message_id uuid, words text[], matches int, seen text)
language plpgsql stable
set jit = off set max_parallel_workers_per_gather = 0 set enable_seqscan = off set work_mem = '64MB' as $$
#variable_conflict use_column
declare
  most constant int := 10000;
  exact constant int := 1000;
  v_snapshot text := pg_current_snapshot()::text;
  v_readable uuid[];
  v_messages float8;
  v_authors uuid[];
  v_terms search_term[];
  v_statistics search_statistics;
  v_narrowing text := '';
  v_scope text;
  v_adjacent text;
  v_score text;
  v_tokens text[];
  v_narrowed search_attempt := row('', null, 1, null, 1);
  v_searches search_attempt[];
  v_search search_attempt;
  v_passed text := '';
  v_ids uuid[] := '{}';
  v_scores float8[] := '{}';
  v_more record;
  v_stems text[];
  n int;
begin
  select array_agg(a.channel_id) filter (where p_channels is null or a.channel_id = any(p_channels)
      or lower(a.name) = any(p_channel_names)),
    count(*) into v_readable, n
  from channels.access a
  where a.workspace_id = p_workspace and a.user_id = p_reader and (p_channel is null or a.channel_id = p_channel);
  if p_channel is not null and n = 0 then
    return;
  end if;

  v_statistics := search_statistics();
  if p_authors is not null then
    v_authors := p_authors || array(
      select p.user_id from gateway.people p where p.workspace_id = p_workspace and (
        handle_key(p.display_name) = any(array(select handle_key(name) from unnest(p_author_names) name))
        or address_key(p.email) = any(array(select lower(name) from unnest(p_author_names) name))
        or lower(p.email) = any(array(select lower(name) from unnest(p_author_names) name)))
      union all
      select t.ai_twin_id from chat_engine.twin_profiles t where t.workspace_id = p_workspace
        and handle_key(t.name) = any(array(select handle_key(name) from unnest(p_author_names) name)));
    v_tokens := array(select search_author(id) from unnest(v_authors) id);
    v_narrowed := row('', v_tokens, search_share(v_statistics, v_tokens), null, 1);
    v_narrowing := format(' and (d.lexemes @@ %L) is true', search_any(v_tokens));
  end if;
  if p_has_file then
    v_narrowing := v_narrowing || format(' and (d.lexemes @@ %L) is true', search_any('{#f}'));
    if search_share(v_statistics, '{#f}') < v_narrowed.share then
      v_narrowed := row('', array['#f'], search_share(v_statistics, '{#f}'), null, 1);
    end if;
  end if;
  v_terms := array(
    select search_term_of(folded, quoted, n = max(n) over (), v_statistics)
    from (
      select search_fold(term) as folded, quoted, n
      from unnest(p_terms, p_quoted) with ordinality given (term, quoted, n)
    ) given where btrim(folded) <> '' order by n);
  n := cardinality(v_terms);

  -- Nothing is found in no channel, by nobody, or by a query of which nothing is left.
  if v_readable is not null and v_tokens is distinct from '{}' and (cardinality(p_terms) = 0 or n > 0) then
    v_scope := format('d.workspace_id = %L', p_workspace) || v_narrowing
      -- What was stored under another cluster's numbers, before a dump was restored, was there before any page.
      || case when p_seen is null then ''
        else format(' and (pg_visible_in_snapshot(d.stored_by, %L) or d.stored_by >= pg_snapshot_xmax(%L))',
          p_seen, v_snapshot) end;
    select coalesce(sum(h.message_count), 0) into v_messages from heads h where h.channel_id = any(v_readable);

    -- First whole words; then all but the last, which is taken for the beginning or a part of one; then parts.
    v_searches := array[search_attempt_of(v_terms, n + 1)];
    if exists (select from unnest(v_terms) t where t.part is not null) then
      if n > 1 and v_terms[n].part is not null then
        v_searches := v_searches || search_attempt_of(v_terms, n);
      end if;
      v_searches := v_searches || search_attempt_of(v_terms, 1);
    end if;

    -- How well the terms are met, more when they stand together and less in long messages; and at least half of that
    -- however old it is.
    v_score := coalesce((select '(' || string_agg(t.relevance, ' + ') || ') / ' || n from unnest(v_terms) t), '1');
    if n > 1 then
      select '%' || string_agg(array_to_string(t.words, ' '), ' ') || '%' into v_adjacent from unnest(v_terms) t;
      v_score := format('(%s + case when d.folded like %L then 0.3 else 0 end)', v_score, v_adjacent);
    end if;
    if n > 0 then
      v_score := v_score || ' / (1 + 0.1::float8 * ln(1 + octet_length(d.folded) / 200::float8))';
    end if;
    v_score := v_score || format(
      ' * (0.5 + 0.5 / (1 + greatest(extract(epoch from %L::timestamptz - d.created_at)::float8, 0) / 2592000))', p_now);

    foreach v_search in array v_searches loop
      exit when cardinality(v_ids) > exact;
      if v_narrowed.share < v_search.share then
        v_search.sought := v_narrowed.sought;
        v_search.share := v_narrowed.share;
      end if;
      select * into v_more from search_walk(v_search, v_scope || v_passed, v_readable, v_messages,
        greatest(v_statistics.documents, v_messages), v_score || case when v_passed = '' then ' + 10' else '' end,
        p_since, p_until, p_now, most - cardinality(v_ids));
      if cardinality(v_more.ids) > most - cardinality(v_ids) then
        select array_agg(kept.id), array_agg(kept.score) into v_more.ids, v_more.scores from (
          select id, score from unnest(v_more.ids, v_more.scores, v_more.times) each (id, score, at)
          order by at desc, id desc limit most - cardinality(v_ids)) kept;
      end if;
      v_ids := v_ids || v_more.ids;
      v_scores := v_scores || v_more.scores;
      v_passed := v_passed || format(' and not (true%s)', v_search.condition);
    end loop;
  end if;

  matches := cardinality(v_ids);
  seen := v_snapshot;
  v_stems := array(select unnest(t.stems) from unnest(v_terms) t);
  return query
    select row_number() over (order by page.score desc, page.id desc), page.id,
      array(select distinct word
        from search_documents d, unnest(string_to_array(btrim(d.folded), ' ')) word
        where d.message_id = page.id and left(word, 1) = any(array(select left(stem, 1) from unnest(v_stems) stem))
          and ts_lexize('pg_catalog.english_stem', search_lexeme(word)) && v_stems),
      cardinality(v_ids), v_snapshot
    from (
      select matched.id, matched.score from unnest(v_ids, v_scores) matched (id, score)
      order by matched.score desc, matched.id desc limit p_limit offset p_offset
    ) page;
  if not found then
    return next;
  end if;
end
$$;

revoke execute on all functions in schema messaging from public;
