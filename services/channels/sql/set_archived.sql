-- Used by integrations: archives a channel that was imported archived, in the end, or opens it while it is imported into.
-- `general` is never archived. Returns whether there is such a channel.
create function set_archived(p_workspace uuid, p_channel uuid, p_is_archived boolean, p_trace jsonb) returns boolean
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  was record;
begin
  select c.is_archived, c.is_general into was from channels c
  where c.workspace_id = p_workspace and c.id = p_channel for no key update;
  if not found then
    return false;
  end if;
  -- No message is posted after its archiving.
  perform messaging.lock_channel_head(p_workspace, p_channel);
  if was.is_archived <> p_is_archived and not was.is_general then
    update channels c set is_archived = p_is_archived, updated_at = now()
    where c.workspace_id = p_workspace and c.id = p_channel;
    perform publish_channel_updated(p_workspace, p_channel, p_trace);
  end if;
  return true;
end $$;

grant execute on function set_archived to parley_integrations;
