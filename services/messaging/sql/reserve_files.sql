-- Keeps uploads that are to be sent later from garbage collection until then. False, with nothing changed, when
-- claim_files would refuse one of them.
create function reserve_files(p_workspace uuid, p_channel uuid, p_author uuid, p_files uuid[], p_until timestamptz)
returns boolean language plpgsql as $$
begin
  if first_unclaimable(p_workspace, p_channel, p_author, p_files) is not null then
    return false;
  end if;
  update files f set reserved_until = greatest(f.reserved_until, p_until) where f.workspace_id = p_workspace and f.id = any(p_files);
  return true;
end
$$;
