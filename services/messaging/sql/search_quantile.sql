-- When the newest part of all documents began, from 0 to 1 of them, as autovacuum's statistics have it.
create function search_quantile(part float8) returns timestamptz language sql stable as $$
  select bounds[greatest(1, ceil((1 - part) * cardinality(bounds))::int)]
  from (
    select s.histogram_bounds::text::timestamptz[] as bounds from pg_stats s
    where s.schemaname = 'messaging' and s.tablename = 'search_documents' and s.attname = 'created_at'
  ) known
$$;
