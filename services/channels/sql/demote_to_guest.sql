-- Used by the gateway. Removes someone who becomes a guest from `general`; other memberships stay.
create function demote_to_guest(p_workspace uuid, p_user uuid, p_trace jsonb) returns void
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
begin
  -- Whoever joins meanwhile waits for the channel, or has it and is found in it.
  perform remove_member(p_workspace, p_user, array(
    select c.id from channels c where c.workspace_id = p_workspace and c.is_general for no key update), p_trace);
end $$;

grant execute on function demote_to_guest to parley_gateway;
