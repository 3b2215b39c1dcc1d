-- Used by the chat engine, in the transaction that deletes a twin: takes it out of all channels.
create function remove_deleted_twin(p_workspace uuid, p_twin uuid, p_trace jsonb) returns void
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  left_channel uuid;
begin
  for left_channel in
    delete from twin_assignments t where t.workspace_id = p_workspace and t.ai_twin_id = p_twin
    returning t.channel_id
  loop
    perform publish_event(p_workspace, left_channel, 'internal.twin_removed', '{}',
      jsonb_build_object('channel_id', left_channel, 'ai_twin_id', p_twin), p_trace);
  end loop;
end $$;

grant execute on function remove_deleted_twin to parley_chat_engine;
