-- Those of the given people who are in the workspace, locked there until the transaction ends.
create function lock_people(in_workspace uuid, in_users uuid[]) returns table (user_id uuid, role text)
language plpgsql as $$
#variable_conflict use_column
begin
  perform lock_people_shared(in_workspace, in_users);
  return query select p.user_id, p.role::text from gateway.people p
    where p.workspace_id = in_workspace and p.user_id = any(in_users);
end $$;
