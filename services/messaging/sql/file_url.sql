create function file_url(s file_settings, file uuid, url_name text, variant text, expires numeric, reader uuid)
returns text language sql immutable parallel safe as $$
  select s.base_url || '/api/v2/files/' || file || '/' || url_name
    || '?expires=' || expires
    || case when reader is null then '' else '&user=' || reader end
    || case when variant = 'file' then '' else '&variant=' || variant end
    || '&signature=' || messaging.file_signature(s, file, variant, expires, reader)
$$;
