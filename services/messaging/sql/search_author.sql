-- What a document is found by beside its words: author, files, day and month. Words hold no punctuation, so none is
-- ever taken for one of these.
create function search_author(id uuid) returns text language sql immutable parallel safe as $$
  select '#u' || replace(id::text, '-', '')
$$;
