-- Whom a dm is for, as answers and events show them; null for any other channel. Who has left the workspace has no name.
create function dm_participants(p_workspace uuid, p_participants uuid[]) returns jsonb language sql stable as $$
  select jsonb_agg(jsonb_build_object(
    'id', given.id, 'name', p.display_name, 'handle', p.handle, 'avatar_url', p.avatar_url) order by given.position)
  from unnest(p_participants) with ordinality given (id, position)
  left join gateway.people p on p.workspace_id = p_workspace and p.user_id = given.id
$$;
