-- Locks are taken in this order, whoever takes them: people, ascending; then channels, ascending.
-- A person is held shared by what adds them to a channel and exclusively by what takes them out of a workspace,
-- so that nobody stays behind in a channel of a workspace they have left.
create function person_key(in_workspace uuid, in_user uuid) returns bigint language sql immutable as
  $$ select hashtextextended('person:' || in_workspace::text || ':' || in_user::text, 0) $$;
