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
