create function workspace_room(p_workspace uuid) returns text language sql immutable as
  $$ select 'workspace:' || p_workspace::text $$;
