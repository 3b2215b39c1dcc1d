-- Used by the gateway. Removes someone from every channel. A private channel whose last admin they are goes to its
-- oldest member, to a guest only where there is nobody else.
create function leave_workspace(p_workspace uuid, p_user uuid, p_trace jsonb) returns void
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  locked uuid[];
begin
  perform pg_advisory_xact_lock(person_key(p_workspace, p_user));
  locked := array(
    select c.id from channels c
    where c.workspace_id = p_workspace and c.id in (
      select m.channel_id from members m where m.workspace_id = p_workspace and m.user_id = p_user)
    order by c.id for no key update);
  perform promote_successors(p_workspace, p_user, locked, p_trace);
  perform remove_member(p_workspace, p_user, locked, p_trace);
end $$;

grant execute on function leave_workspace to parley_gateway;
