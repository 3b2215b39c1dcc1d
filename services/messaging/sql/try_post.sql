-- Calls post_message and rolls it back; returns its outcome and the message it would have created. One statement, so that
-- the channel is not locked during a round trip.
create function try_post(
  p_workspace uuid, p_channel uuid, p_author uuid, p_post jsonb, p_trace jsonb, out outcome text, out message json
) language plpgsql as $$
begin
  select p.outcome, p.event->'data' into outcome, message
  from post_message(p_workspace, p_channel, p_author, p_post, p_trace) p;
  raise exception using errcode = 'PM200';
exception when sqlstate 'PM200' then
  -- The rollback to the block's start has also released the lock of the channel.
end
$$;
