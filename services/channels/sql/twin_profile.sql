-- A function, for a view could not name what migrates after it; one plain query, so that the planner inlines it.
create function twin_profile(p_workspace uuid, p_twin uuid) returns table (name text, avatar_url text)
language sql stable as $$
  select p.name, p.avatar_url from chat_engine.twin_profiles p
  where p.workspace_id = p_workspace and p.ai_twin_id = p_twin
$$;

grant execute on function twin_profile to parley_messaging, parley_gateway, parley_chat_engine;
