-- Makes a message carry these uploads, in this order, and returns what messages.attachments keeps of them (contracts:
-- UnsignedAttachment). Null, with nothing changed, when one is not the author's own upload to this channel, is carried
-- already, or comes twice. To be called with the channel's head locked.
create function claim_files(p_workspace uuid, p_channel uuid, p_author uuid, p_message uuid, p_files uuid[])
returns jsonb language plpgsql as $$
declare
  v_attachments jsonb;
begin
  if first_unclaimable(p_workspace, p_channel, p_author, p_files) is not null then
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
