-- Used by integrations, before it stores the files of messages that it imports: those of these keys under which it has
-- stored a message. One by one: see store_imported.
create function stored_keys(p_workspace uuid, p_keys text[]) returns setof text
language sql stable security definer set search_path = messaging, parley, pg_temp as $$
  select given.key
  from unnest(p_keys) given (key) cross join lateral (
    select from messages m
    where m.workspace_id = p_workspace and m.service_key = (session_user || ':') collate "default" || given.key limit 1) m
$$;

grant execute on function stored_keys to parley_integrations;
