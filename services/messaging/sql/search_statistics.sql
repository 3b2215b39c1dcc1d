create function search_statistics() returns search_statistics language sql stable as $$
  select coalesce(s.most_common_elems::text::text[], '{}'),
    coalesce(s.most_common_elem_freqs[:cardinality(s.most_common_elems::text::text[])]::float8[], '{}'),
    s.most_common_elem_freqs[cardinality(s.most_common_elems::text::text[])], greatest(c.reltuples, 0)
  from pg_class c
  left join pg_stats s on s.schemaname = 'messaging' and s.tablename = 'search_documents' and s.attname = 'lexemes'
  where c.oid = 'search_documents'::regclass
$$;
