create function role_weight(role text) returns int language sql immutable as
  $$ select array_position(array['guest', 'member', 'admin', 'owner'], role) $$;
