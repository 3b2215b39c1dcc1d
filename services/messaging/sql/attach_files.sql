-- Attaches uploads to a message and returns messages.attachments, in this order (contracts: UnsignedAttachment, as in
-- attachmentsOf of src/store/draft-files.ts). Returns null and changes nothing when a file is not the author's own upload
-- to this channel, is attached already, or comes twice. The channel's head must be locked.
create function attach_files(p_workspace uuid, p_channel uuid, p_author uuid, p_message uuid, p_files uuid[])
returns jsonb language plpgsql as $$
declare
  v_attachments jsonb;
begin
  if first_unattachable(p_workspace, p_channel, p_author, p_files) is not null then
    return null;
  end if;
  with claimed as (
    update files f set message_id = p_message, reserved_until = null
    where f.workspace_id = p_workspace and f.id = any(p_files)
    returning f.id, f.name, f.size, f.type, f.width, f.height, f.thumbnail_key
  )
  select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'size', c.size, 'type', c.type, 'width', c.width,
    'height', c.height, 'has_thumbnail', c.thumbnail_key is not null) order by array_position(p_files, c.id))
  into v_attachments from claimed c;
  return v_attachments;
end
$$;
