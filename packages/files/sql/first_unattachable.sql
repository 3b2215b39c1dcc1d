-- The index, from 0, of the first of these files that attach_files would refuse; null when it would attach them all.
-- Locks those that it would attach.
create function first_unattachable(p_workspace uuid, p_place uuid, p_uploader uuid, p_files uuid[])
returns int language plpgsql as $$
declare
  v_attachable uuid[];
  v_index int;
begin
  select coalesce(array_agg(locked.id), '{}') into v_attachable from (
    select f.id from files f
    where f.id = any(p_files) and f.workspace_id = p_workspace and f.place_id = p_place
      and f.uploader_id is not distinct from p_uploader and f.holder_id is null
    order by f.id for update
  ) locked;
  select min(given.index) - 1 into v_index from unnest(p_files) with ordinality given (id, index)
  where given.id <> all(v_attachable) or array_position(p_files, given.id) < given.index;
  return v_index;
end
$$;
