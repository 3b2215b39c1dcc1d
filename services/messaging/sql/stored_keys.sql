-- Used by integrations, before it stores the files of messages that it imports: those of these keys under which it has
-- stored a message.
create function stored_keys(p_workspace uuid, p_keys text[]) returns setof text
language sql stable security definer set search_path = messaging, parley, pg_temp as $$
  select given.key
  from (select p_workspace as workspace_id, unnest(p_keys) as key) given
  join messages m
    on m.workspace_id = given.workspace_id and m.service_key = (session_user || ':') collate "default" || given.key
$$;

grant execute on function stored_keys to parley_integrations;
