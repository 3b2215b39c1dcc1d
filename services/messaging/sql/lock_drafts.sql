-- Serialises a person's changes of drafts and scheduled messages, so that limits hold and no reservation of a file is
-- lost; returns how many there are of each (scheduled: pending or failed). Lock order: after the row of a scheduled
-- message, before files. For a draft in p_channel call it before access is read: see await_drafts.
create function lock_drafts(p_workspace uuid, p_user uuid, p_channel uuid default null, out drafts int, out scheduled int)
language plpgsql as $$
begin
  if p_channel is not null then
    perform pg_advisory_xact_lock_shared(drafts_key(p_workspace, p_channel));
  end if;
  perform pg_advisory_xact_lock(drafts_key(p_workspace, p_user));
  drafts := (select count(*) from drafts d where d.workspace_id = p_workspace and d.user_id = p_user);
  scheduled := (select count(*) from scheduled_messages s
    where s.workspace_id = p_workspace and s.user_id = p_user and s.status <> 'sent');
end
$$;
