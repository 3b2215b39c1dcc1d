-- Used by messaging and the chat engine: whether everyone who can read a channel, where an answer goes, can read another one,
-- which it quotes. Who is in that one can; of those who are not, non-guests where it is public. A private one can be read by
-- no public one's: whoever joins the workspace later reads that. Where messages of the first go to a platform, people there
-- can read no other.
create function readers_can_read(p_workspace uuid, p_destination uuid, p_channel uuid) returns boolean
language sql stable security definer set search_path = channels, parley, pg_temp as $$
  select not exists (
    select from access r
    left join members m on m.workspace_id = r.workspace_id and m.channel_id = p_channel and m.user_id = r.user_id
    where r.workspace_id = p_workspace and r.channel_id = p_destination
      and (c.is_private or r.workspace_role = 'guest') and m.user_id is null)
    and (p_channel = p_destination or (not c.is_private or d.is_private) and not exists (
      select from integrations.outward_channels o where o.workspace_id = p_workspace and o.channel_id = p_destination))
  from channels c join channels d on d.workspace_id = c.workspace_id and d.id = p_destination
  where c.workspace_id = p_workspace and c.id = p_channel
$$;

grant execute on function readers_can_read to parley_messaging, parley_chat_engine;
