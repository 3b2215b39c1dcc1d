-- Attaches uploads to what is to hold them, and returns them in this order (contracts: UnsignedAttachment, as
-- unattachedFiles of src/store/files.ts gives them). Returns null and changes nothing when a file is not this uploader's
-- own to this place, is attached already, or comes twice. The uploader is null for files that the service has stored.
create function attach_files(p_workspace uuid, p_place uuid, p_uploader uuid, p_holder uuid, p_files uuid[])
returns jsonb language plpgsql as $$
declare
  v_attachments jsonb;
begin
  if first_unattachable(p_workspace, p_place, p_uploader, p_files) is not null then
    return null;
  end if;
  with claimed as (
    update files f set holder_id = p_holder, reserved_until = null
    where f.workspace_id = p_workspace and f.id = any(p_files)
    returning f.id, f.name, f.size, f.type, f.width, f.height, f.thumbnail_key
  )
  select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'size', c.size, 'type', c.type, 'width', c.width,
    'height', c.height, 'has_thumbnail', c.thumbnail_key is not null) order by array_position(p_files, c.id))
  into v_attachments from claimed c;
  return v_attachments;
end
$$;
