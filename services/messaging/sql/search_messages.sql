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
    select coalesce(sum(h.message_count), 0) into v_messages from channel_heads h where h.channel_id = any(v_readable);

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
