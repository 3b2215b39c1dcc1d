-- Used by every service, through `recordAct` of packages/kit. Adds an entry to a workspace's audit log, in the
-- transaction that does what it says.
create function record_act(p_workspace uuid, p_entry jsonb) returns void
language sql security definer set search_path = gateway, pg_temp as $$
  insert into audit_entries (workspace_id, action, actor_id, credential, credential_id, target_type, target_id,
    target_name, changes, ip, user_agent, request_id)
  select p_workspace, e.action, e.actor_id, e.credential, e.credential_id, e.target_type, e.target_id,
    e.target_name, e.changes, e.ip, e.user_agent, e.request_id
  from jsonb_to_record(p_entry) as e (action text, actor_id uuid, credential text, credential_id uuid,
    target_type text, target_id text, target_name text, changes jsonb, ip text, user_agent text, request_id text)
$$;

grant execute on function record_act
  to parley_channels, parley_messaging, parley_chat_engine, parley_integrations, parley_support_desk;
