create function user_room(in_workspace uuid, in_user uuid) returns text language sql immutable as
  $$ select 'user:' || in_workspace::text || ':' || in_user::text $$;
