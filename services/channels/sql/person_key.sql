-- What a person is locked by; see lock_people_shared.
create function person_key(in_workspace uuid, in_user uuid) returns bigint language sql immutable as
  $$ select hashtextextended('person:' || in_workspace::text || ':' || in_user::text, 0) $$;
