create function user_room(p_workspace uuid, p_user uuid) returns text language sql immutable as
  $$ select 'user:' || p_workspace::text || ':' || p_user::text $$;
