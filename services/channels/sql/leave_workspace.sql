-- Published. Removes someone from every channel. A private channel whose last admin they are goes to its oldest member,
-- to a guest only where there is nobody else.
create function leave_workspace(in_workspace uuid, in_user uuid, in_trace jsonb) returns void
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  locked uuid[];
begin
  perform pg_advisory_xact_lock(person_key(in_workspace, in_user));
  locked := array(
    select c.id from channels c
    where c.workspace_id = in_workspace and c.id in (
      select m.channel_id from members m where m.workspace_id = in_workspace and m.user_id = in_user)
    order by c.id for no key update);
  perform promote_heirs(in_workspace, in_user, locked, in_trace);
  perform remove_member(in_workspace, in_user, locked, in_trace);
end $$;

grant execute on function leave_workspace to parley_gateway;
