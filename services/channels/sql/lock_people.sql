-- Those of the given people who are in the workspace, locked there until the transaction ends.
create function lock_people(p_workspace uuid, p_users uuid[]) returns table (user_id uuid, role text)
language plpgsql as $$
#variable_conflict use_column
begin
  perform lock_people_shared(p_workspace, p_users);
  return query select p.user_id, p.role::text from gateway.people p
    where p.workspace_id = p_workspace and p.user_id = any(p_users);
end $$;
