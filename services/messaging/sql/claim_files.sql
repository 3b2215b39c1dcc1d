-- Makes a message carry these uploads, in this order, and answers what messages.attachments keeps of them. Null, with
-- nothing changed, when one is not the author's own upload to this channel, is carried already, or comes twice. To be
-- called with the head held.
create function claim_files(p_workspace uuid, p_channel uuid, p_author uuid, p_message uuid, p_files uuid[])
returns jsonb language plpgsql as $$
declare
  v_attachments jsonb;
begin
  if first_unclaimable(p_workspace, p_channel, p_author, p_files) is not null then
    return null;
  end if;
  with claimed as (
    update files f set message_id = p_message, held_until = null where f.id = any(p_files) returning f
  )
  select jsonb_agg(stored_attachment(c.f) order by array_position(p_files, (c.f).id))
  into v_attachments from claimed c;
  return v_attachments;
end
$$;
