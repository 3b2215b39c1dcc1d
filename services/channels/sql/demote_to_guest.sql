-- Published. Removes someone who becomes a guest from `general`; other memberships stay.
create function demote_to_guest(in_workspace uuid, in_user uuid, in_trace jsonb) returns void
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
begin
  -- Whoever joins meanwhile waits for the channel, or has it and is found in it.
  perform remove_member(in_workspace, in_user, array(
    select c.id from channels c where c.workspace_id = in_workspace and c.is_general for no key update), in_trace);
end $$;

grant execute on function demote_to_guest to parley_gateway;
