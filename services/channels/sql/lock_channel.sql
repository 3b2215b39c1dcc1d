-- Locks a person and a channel, then returns what the caller and that person are in it; no row when the caller cannot
-- see it. What is read is read after the lock, so it holds until the transaction ends.
create function lock_channel(p_workspace uuid, p_channel uuid, p_caller uuid, p_target uuid)
returns table (
  channel_id uuid, channel_type text, created_by uuid, is_private boolean, is_archived boolean, is_general boolean,
  member_count int, caller_role text, caller_channel_role text, target_role text, target_channel_role text,
  target_joined_at timestamptz, has_other_admin boolean
) language plpgsql as $$
#variable_conflict use_column
begin
  perform lock_people_shared(p_workspace, array[p_target]);
  perform from channels c where c.workspace_id = p_workspace and c.id = p_channel for no key update;
  return query
    select c.id, c.channel_type, c.created_by, c.is_private, c.is_archived, c.is_general, c.member_count,
      a.workspace_role::text, a.channel_role, target.role::text, m.role, m.joined_at,
      exists (select from members other
        where other.workspace_id = c.workspace_id and other.channel_id = c.id and other.role = 'admin'
          and other.user_id <> p_target)
    from access a
    join channels c on c.workspace_id = a.workspace_id and c.id = a.channel_id
    left join gateway.people target on target.workspace_id = c.workspace_id and target.user_id = p_target
    left join members m on m.workspace_id = c.workspace_id and m.channel_id = c.id and m.user_id = p_target
    where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_caller;
end $$;
