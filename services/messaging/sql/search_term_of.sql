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
