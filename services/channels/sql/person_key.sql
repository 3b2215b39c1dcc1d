-- What a person is locked by; see lock_people_shared.
create function person_key(p_workspace uuid, p_user uuid) returns bigint language sql immutable as
  $$ select hashtextextended('person:' || p_workspace::text || ':' || p_user::text, 0) $$;
