-- What a person is locked by while they are given a conversation (shared), and while they stop being an agent.
create function agent_key(p_workspace uuid, p_user uuid) returns bigint language sql immutable as
  $$ select hashtextextended('agent:' || p_workspace::text || ':' || p_user::text, 0) $$;
