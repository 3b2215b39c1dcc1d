create function workspace_room(in_workspace uuid) returns text language sql immutable as
  $$ select 'workspace:' || in_workspace::text $$;
