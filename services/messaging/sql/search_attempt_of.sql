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
