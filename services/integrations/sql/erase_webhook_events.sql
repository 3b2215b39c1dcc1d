-- Used by the support desk. Erases what is kept for webhooks of these conversations, with its deliveries, but for the events
-- that they were deleted, which hold ids alone and are still sent; returns how many events there were.
create function erase_webhook_events(p_workspace uuid, p_conversations uuid[]) returns int
language sql security definer set search_path = integrations, pg_temp as $$
  update webhook_lanes l
  set waiting = (
    select count(*) from webhook_deliveries d
    where d.workspace_id = p_workspace and d.webhook_id = l.webhook_id and d.lane = l.lane
      and d.status = 'waiting' and d.type = 'conversation.deleted')
  where l.workspace_id = p_workspace and l.lane = any(p_conversations);
  delete from webhook_lanes l
  where l.workspace_id = p_workspace and l.lane = any(p_conversations) and l.waiting = 0;
  with erased as (
    delete from webhook_events e
    using (
      select distinct d.event_id from webhook_deliveries d
      where d.workspace_id = p_workspace and d.lane = any(p_conversations) and d.type <> 'conversation.deleted') of_them
    where e.workspace_id = p_workspace and e.id = of_them.event_id
    returning e.id
  )
  select count(*)::int from erased
$$;

grant execute on function erase_webhook_events to parley_support_desk;
