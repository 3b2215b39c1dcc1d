-- Used by the gateway, in the transaction in which somebody stops being an agent, an owner or an admin: what they have, and
-- what waits for them, waits for anybody. A job of the support desk's publishes it.
-- requires: agent_key
create function release_agent(p_workspace uuid, p_user uuid, p_trace jsonb) returns void
language plpgsql security definer set search_path = support_desk, parley, pg_temp as $$
declare
  v_slot constant smallint := floor(random() * 16);
  v_released uuid[];
begin
  perform pg_advisory_xact_lock(agent_key(p_workspace, p_user));
  insert into departures (workspace_id, departed_at) values (p_workspace, clock_timestamp())
  on conflict (workspace_id) do update set departed_at = excluded.departed_at;
  v_released := array(
    select c.id from conversations c
    where c.workspace_id = p_workspace and c.agent_id = p_user and c.status in ('ACTIVE', 'WAITING')
    order by c.id for update);
  if cardinality(v_released) = 0 then return; end if;
  with before as (
    select c.status, count(*)::int as total, sum(c.visitor_messages - c.visitor_messages_read)::int as unread
    from conversations c where c.workspace_id = p_workspace and c.id = any(v_released)
    group by c.status
  ), moved as (
    select p_user as agent_id, before.status, -before.total as total, -before.unread as unread from before
    union all
    select '00000000-0000-0000-0000-000000000000', 'WAITING', sum(before.total), sum(before.unread) from before
  )
  insert into conversation_counts (workspace_id, slot, agent_id, status, total, unread)
  select p_workspace, v_slot, moved.agent_id, moved.status, moved.total, moved.unread from moved
  order by moved.agent_id, moved.status
  on conflict (workspace_id, slot, agent_id, status) do update
  set total = conversation_counts.total + excluded.total, unread = conversation_counts.unread + excluded.unread;
  update conversations c
  set status = 'WAITING', agent_id = null, epoch = c.epoch + 1, rev = c.rev + 1, changed_rev = c.rev + 1,
    changed_hidden_revs = c.hidden_revs, changed_at = now(), updated_at = now(), visitor_updated_at = null,
    queued_at = now(), assignable_at = now()
  where c.workspace_id = p_workspace and c.id = any(v_released);
  insert into outbox (kind, name, payload, trace)
  values ('job', 'publish-released-conversations',
    jsonb_build_object('workspace_id', p_workspace, 'conversation_ids', v_released), p_trace);
end $$;

grant execute on function release_agent to parley_gateway;
